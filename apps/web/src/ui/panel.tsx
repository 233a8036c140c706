import clsx from 'clsx'
import { type ReactNode, useId } from 'react'

export interface PanelProps {
  readonly title: string
  /** Beside the title. */
  readonly aside?: ReactNode
  /** At the right end of the head. */
  readonly end?: ReactNode
  readonly children: ReactNode
  readonly className?: string
}

/** A hairline box with a head; never a floating card. */
export function Panel({ title, aside, end, children, className }: PanelProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={clsx('min-w-0 rounded-panel border border-line bg-panel', className)}>
      <header className="flex min-h-11 flex-wrap items-center gap-x-2 gap-y-0.5 px-(--pad) phone:py-2">
        <h2 id={id} className="font-strong text-base tracking-tight">
          {title}
        </h2>
        {aside}
        {end && <div className="ml-auto flex min-w-0 items-center gap-2 text-small text-ink-muted">{end}</div>}
      </header>
      <div className="border-t border-line">{children}</div>
    </section>
  )
}
