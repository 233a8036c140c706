import clsx from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export const chipStyle = (isOn: boolean): string =>
  clsx(
    'inline-flex h-(--control) flex-none items-center gap-1.5 rounded-control border px-2.5 font-medium whitespace-nowrap phone:h-11 [&>svg]:size-3.5',
    isOn
      ? 'border-transparent bg-accent-soft text-accent-text'
      : 'border-line-strong text-ink-muted hover:bg-hover hover:text-ink',
  )

export interface ChipProps {
  readonly icon?: LucideIcon
  readonly isOn: boolean
  /** How many it leaves; undefined where that is not counted. */
  readonly count?: number
  readonly onToggle: () => void
  readonly children: ReactNode
}

/** A filter that would leave nothing is not offered, unless it is on and has to come off. */
export function Chip({ icon: Icon, isOn, count, onToggle, children }: ChipProps) {
  if (count === 0 && !isOn) return null
  return (
    <button type="button" aria-pressed={isOn} onClick={onToggle} className={chipStyle(isOn)}>
      {Icon && <Icon aria-hidden />}
      {children}
      {count !== undefined && (
        <span className={clsx('font-normal tabular-nums', !isOn && 'text-ink-faint')}>{count}</span>
      )}
    </button>
  )
}
