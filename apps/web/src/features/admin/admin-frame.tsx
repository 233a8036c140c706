import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

export interface AdminFrameProps {
  /** What can be done here above all, at the end of the head. */
  readonly action?: ReactNode
  readonly children: ReactNode
}

const sections = [
  ['/admin/model-defaults', 'Model defaults'],
  ['/admin/keys', 'Keys'],
  ['/admin/roles', 'Roles'],
  ['/admin/sessions', 'Sessions'],
] as const

/** What the pages of Admin have in common: the head, and the ways from one to the other. */
export const AdminFrame = ({ action, children }: AdminFrameProps) => (
  <main className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] grid-cols-[minmax(0,1fr)] content-start gap-(--gap) px-(--gutter) pt-5 pb-10 phone:px-4 phone:pt-4">
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      {/* As high as an action, so that the ways below stand still from one page to the other. */}
      <h1 className="flex min-h-(--control) items-center phone:min-h-11">Admin</h1>
      <nav aria-label="Sections of Admin" className="order-last basis-full">
        <ul className="flex gap-4 border-b border-line">
          {sections.map(([to, name]) => (
            <li key={to}>
              <Link
                to={to}
                activeOptions={{ includeSearch: false }}
                className="-mb-px inline-flex h-9 items-center justify-center border-b-2 border-transparent font-medium text-ink-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink-strong phone:h-11 phone:min-w-11"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {action && <div className="ml-auto">{action}</div>}
    </div>
    {children}
  </main>
)
