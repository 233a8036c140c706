import clsx from 'clsx'
import type { ReactNode } from 'react'

export interface ScrollBoxProps {
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}

/**
 * What may be wider than the page scrolls in here, by keyboard too. It is a group, not a region: a reply with ten blocks
 * of code would otherwise have ten landmarks of one name.
 */
export const ScrollBox = ({ label, className, children }: ScrollBoxProps) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: without the focus its hidden part cannot be reached by keyboard.
  <div role="group" aria-label={label} tabIndex={0} className={clsx('overflow-x-auto -outline-offset-2', className)}>
    {children}
  </div>
)
