import clsx from 'clsx'
import { Lock, type LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { type ButtonStyle, buttonStyle } from './button-style.ts'
import type { Locked } from './locked.ts'

export interface ButtonProps extends ComponentProps<'button'>, Pick<ButtonStyle, 'look' | 'size'> {
  readonly icon?: LucideIcon
  /** What is missing for it: the control stays, locked, and says so. */
  readonly needs?: Locked | null
  /** There is no room for what is missing: its title and its name have it. */
  readonly isTerse?: boolean
  /** Why it cannot be used now: it is off, and says so in its title. */
  readonly unavailable?: string | null
}

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
      {...(needs !== null && { title: needs.reason })}
      {...(unavailable !== null && { title: unavailable })}
      {...props}
      disabled={isOff}
      className={clsx(buttonStyle({ look, size, isOff }), className)}
    >
      {Shown && <Shown aria-hidden className="-ml-0.5 size-3.5 flex-none" />}
      {children}
      {needs !== null && <span className={clsx(isTerse && 'sr-only')}>{needs.short}</span>}
    </button>
  )
}
