import clsx from 'clsx'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export interface NoteProps {
  readonly look: 'attention' | 'broken'
  readonly icon: LucideIcon
  /** What it is about. */
  readonly label: string
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** What is wrong, above what it is about: what that means, and what can be done. */
export function Note({ look, icon: Icon, label, title, actions, children }: NoteProps) {
  const isBroken = look === 'broken'
  return (
    <section
      aria-label={label}
      className={clsx(
        'flex gap-2.5 rounded-control px-3 py-2.5 text-ink forced-colors:border',
        isBroken ? 'bg-broken-soft' : 'bg-attention-soft',
      )}
    >
      <Icon
        aria-hidden
        className={clsx('mt-0.5 size-4 flex-none', isBroken ? 'text-broken-text' : 'text-attention-text')}
      />
      <div className="grid min-w-0 flex-1 gap-1">
        <p role="alert" className="font-medium wrap-anywhere text-ink-strong">
          {title}
        </p>
        {children}
        {actions && <div className="mt-1 -ml-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </section>
  )
}
