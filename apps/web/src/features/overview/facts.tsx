import clsx from 'clsx'
import type { ReactNode } from 'react'

/** The four facts of a row. */
export const Facts = ({ isOld, children }: { readonly isOld: boolean; readonly children: ReactNode }) => (
  <dl
    className={clsx(
      'grid grid-cols-[1.25fr_1.1fr_0.95fr_1fr] gap-6 pl-4.75 phone:grid-cols-2 phone:gap-x-4 phone:gap-y-3 phone:pl-0',
      isOld && 'text-ink-faint [&_dd]:text-ink-faint',
    )}
  >
    {children}
  </dl>
)

export interface FactProps {
  readonly term: string
  /** Where it comes from, if that is less than one might think. */
  readonly title?: string
  readonly children: ReactNode
}

export const Fact = ({ term, title, children }: FactProps) => (
  <div className="min-w-0" title={title}>
    <dt className="text-tiny text-ink-faint">{term}</dt>
    <dd className="mt-px truncate text-ink-strong tabular-nums phone:whitespace-normal">{children}</dd>
  </div>
)

export const Quiet = ({ children }: { readonly children: ReactNode }) => (
  <span className="text-ink-muted">{children}</span>
)

/** What is not known. */
export const unknown = '—'
