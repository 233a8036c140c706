import type { ReactNode } from 'react'
import { Brand } from '../../ui/brand.tsx'
import { RailLabel, TabLabel } from './bars/page-labels.tsx'
import { type Page, pages } from './bars/pages.ts'
import { frameLayout } from './frame-layout.ts'

export interface FrameShellProps {
  /** The path that is shown; the document itself knows none. */
  readonly path?: string
  /** In place of the page. */
  readonly children?: ReactNode
}

/** The frame while nothing is known yet: the document comes with it, so that a person sees it before any script has run. */
export function FrameShell({ path, children }: FrameShellProps) {
  const current = ({ to }: Page) => (path !== undefined && isAt(to, path) ? ('page' as const) : undefined)
  return (
    <div aria-hidden className={frameLayout.frame}>
      <div className={frameLayout.rail}>
        <Brand className={frameLayout.railBrand} />
        <div className={frameLayout.railPages}>
          {pages.map((page) => (
            <span key={page.to} aria-current={current(page)} className={frameLayout.railPage}>
              <RailLabel page={page} />
            </span>
          ))}
        </div>
      </div>
      <div className={frameLayout.column}>
        <div className={frameLayout.bar} />
        {children}
      </div>
      <div className={frameLayout.tabs}>
        {pages.map((page) => (
          <span key={page.to} aria-current={current(page)} className={frameLayout.tab}>
            <TabLabel page={page} />
          </span>
        ))}
      </div>
    </div>
  )
}

const isAt = (page: string, path: string): boolean => (page === '/' ? path === '/' : path.startsWith(page))
