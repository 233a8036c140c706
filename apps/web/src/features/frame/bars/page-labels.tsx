import { Ellipsis, Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Page } from './pages.ts'

export interface PageLabelProps {
  readonly page: Page
  /** What is missing to see it: "needs admin". */
  readonly needs?: string | null
  /** What the page has to tell before it is opened. */
  readonly mark?: ReactNode
}

export const RailLabel = ({ page: { name, icon: Icon }, needs = null, mark }: PageLabelProps) => (
  <>
    <Icon aria-hidden className="size-4 flex-none" />
    <span className="narrow:sr-only">{name}</span>
    {mark}
    {needs !== null && (
      // Of icons alone, it lies over the corner of that of the page.
      <span className="ml-auto flex items-center gap-1 text-tiny font-normal text-ink-faint narrow:-ml-4 narrow:self-end narrow:pb-1">
        <Lock aria-hidden className="size-3 narrow:size-2.5 narrow:rounded-[2px] narrow:bg-background" />
        <span className="narrow:sr-only">{needs}</span>
      </span>
    )}
  </>
)

export const TabLabel = ({ page: { name, icon: Icon }, mark }: PageLabelProps) => (
  <>
    <Icon aria-hidden className="size-5" />
    <span className="tight:sr-only">{name}</span>
    {mark}
  </>
)

/** Of what leads to the pages that have no place in the bar. */
export const MoreLabel = () => (
  <>
    <Ellipsis aria-hidden className="size-5" />
    <span className="tight:sr-only">More</span>
  </>
)
