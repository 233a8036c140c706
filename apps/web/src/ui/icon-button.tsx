import clsx from 'clsx'
import { Lock, type LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import type { Locked } from './locked.ts'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon
  readonly label: string
  readonly size?: 'control' | 'small'
  /** What is missing for it: the control stays, locked, and says so. */
  readonly needs?: Locked | null
  /** Why it cannot be used now: it is off, and says so in its title. */
  readonly unavailable?: string | null
}

export function IconButton({
  icon: Icon,
  label,
  size = 'control',
  needs = null,
  unavailable = null,
  className,
  disabled,
  ...props
}: IconButtonProps) {
  const name = needs === null ? label : `${label} ${needs.short}`
  const iconSize = size === 'small' ? 'size-3.5' : 'size-4'
  const isOff = disabled || needs !== null || unavailable !== null
  return (
    <button
      type="button"
      title={unavailable ?? (needs === null ? label : `${label}. ${needs.reason}`)}
      aria-label={name}
      {...props}
      disabled={isOff}
      className={clsx(
        'touch-target inline-grid flex-none place-items-center rounded-control transition-colors duration-100',
        size === 'small' ? 'size-6.5 compact:size-6' : 'size-(--control)',
        isOff
          ? 'cursor-not-allowed text-ink-faint'
          : 'text-ink-muted hover:bg-hover hover:text-ink-strong aria-pressed:text-accent-text',
        className,
      )}
    >
      {needs === null ? (
        <Icon aria-hidden className={iconSize} />
      ) : (
        // What it would do stays to be seen: several locked ones side by side would all be one padlock.
        <span aria-hidden className="relative">
          <Icon className={iconSize} />
          <Lock strokeWidth={2.5} className="absolute -right-1 -bottom-1 size-2.5 rounded-[2px] bg-panel" />
        </span>
      )}
    </button>
  )
}
