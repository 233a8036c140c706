import clsx from 'clsx'

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

export interface ButtonStyle {
  readonly look?: keyof typeof looks
  readonly size?: keyof typeof sizes
  /** It is off, for want of rights or because it cannot be used now. */
  readonly isOff?: boolean
}

/** The classes of a button, also for a link that looks like one. */
export const buttonStyle = ({ look = 'plain', size = 'control', isOff = false }: ButtonStyle): string =>
  clsx(base, sizes[size], isOff ? locked : looks[look])
