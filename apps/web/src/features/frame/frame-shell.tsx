import clsx from 'clsx'
import type { ReactNode } from 'react'
import { Brand } from '../../ui/brand.tsx'
import { MoreLabel, RailLabel, TabLabel } from './bars/page-labels.tsx'
import { barPages, isAt, morePages, type Page, pages } from './bars/pages.ts'
import { frameLayout } from './frame-layout.ts'

export interface FrameShellProps {
  /** The path that is shown; the document itself knows none. */
  readonly path?: string
  /** In place of the page. */
  readonly children?: ReactNode
}

/** The frame while nothing is known yet: the document comes with it, so that a person sees it before any script has run. */
export function FrameShell({ path, children }: FrameShellProps) {
  const isCurrent = (page: Page) => path !== undefined && isAt(page, path)
  const current = (isSo: boolean) => (isSo ? ('page' as const) : undefined)
  return (
    <div aria-hidden className={frameLayout.frame}>
      <div className={frameLayout.rail}>
        <Brand className={frameLayout.railBrand} />
        <div className={frameLayout.railPages}>
          {pages.map((page) => (
            <div key={page.to} className={clsx(page.isFirstOfGroup && frameLayout.railGroup)}>
              <span aria-current={current(isCurrent(page))} className={frameLayout.railPage}>
                <RailLabel page={page} />
              </span>
            </div>
          ))}
        </div>
      </div>
      <div className={frameLayout.column}>
        <div className={frameLayout.bar} />
        {children}
      </div>
      <div className={frameLayout.tabs}>
        {barPages.map((page) => (
          <span key={page.to} aria-current={current(isCurrent(page))} className={frameLayout.tab}>
            <TabLabel page={page} />
          </span>
        ))}
        <span aria-current={current(morePages.some(isCurrent))} className={frameLayout.tab}>
          <MoreLabel />
        </span>
      </div>
    </div>
  )
}
