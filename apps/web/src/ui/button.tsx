import clsx from 'clsx'
import { Lock, type LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly icon?: LucideIcon
  readonly look?: 'plain' | 'primary' | 'quiet' | 'link' | 'destroy'
  readonly size?: 'control' | 'small'
  /** The role that is missing: the control stays, locked, and says so. */
  readonly needs?: string | null
  /** There is no room for the missing role: its title and its name have it. */
  readonly isTerse?: boolean
  /** Why it cannot be used now: it is off, and says so in its title. */
  readonly unavailable?: string | null
}

const base =
  'touch-target inline-flex flex-none items-center justify-center gap-1.5 rounded-control font-medium whitespace-nowrap transition-colors duration-100 forced-colors:border'
const looks = {
  plain: 'bg-raised text-ink shadow-raise hover:bg-hover hover:text-ink-strong [&>svg]:text-ink-muted',
  primary: 'bg-primary text-primary-contrast hover:bg-primary-hover',
  quiet: 'text-ink-muted hover:bg-hover hover:text-ink-strong',
  link: 'text-accent-text hover:bg-hover',
  destroy: 'bg-broken text-accent-contrast hover:opacity-90',
} as const
const sizes = {
  control: 'h-(--control) px-[11px] phone:h-11',
  small: 'h-6.5 px-[9px] text-small phone:h-11 phone:text-prose',
} as const
const locked = 'cursor-not-allowed text-ink-faint shadow-[inset_0_0_0_1px_var(--line)]'

export function Button({
  icon: Icon,
  look = 'plain',
  size = 'control',
  needs = null,
  isTerse = false,
  unavailable = null,
  className,
  children,
  disabled,
  ...props
}: ButtonProps) {
  const isOff = disabled || needs !== null || unavailable !== null
  const Shown = needs === null ? Icon : Lock
  return (
    <button
      type="button"
      {...(needs !== null && isTerse && { title: `Needs ${needs}` })}
      {...(unavailable !== null && { title: unavailable })}
      {...props}
      disabled={isOff}
      className={clsx(base, sizes[size], isOff ? locked : looks[look], className)}
    >
      {Shown && <Shown aria-hidden className="-ml-0.5 size-3.5 flex-none" />}
      {children}
      {needs !== null && <span className={clsx(isTerse && 'sr-only')}>needs {needs}</span>}
    </button>
  )
}
