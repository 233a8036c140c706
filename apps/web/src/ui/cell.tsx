import clsx from 'clsx'
import type { ReactNode } from 'react'

export interface CellProps {
  readonly className?: string
  readonly title?: string
  readonly children: ReactNode
}

/** A cell of a table that is made of a grid, as `TableHead` has its heads. */
export const Cell = ({ className, title, children }: CellProps) => (
  <div role="cell" title={title} className={clsx('min-w-0', className)}>
    {children}
  </div>
)
