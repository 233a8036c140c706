import { useHasAnyEdits } from '../../../lib/settings-drafts.ts'
import { UnsavedMark } from '../../../ui/unsaved-mark.tsx'
import { FiringCount } from './alerts/firing-count.tsx'
import type { Page } from './pages.ts'

export interface PageMarkProps {
  readonly page: Page
  /** Where a number stands. */
  readonly countClassName: string
  /** Where a dot stands. */
  readonly dotClassName: string
}

/** What a page has to tell before it is opened: how many alerts fire, and that settings are not saved yet. */
export function PageMark({ page, countClassName, dotClassName }: PageMarkProps) {
  if (page.to === '/alerts') return <FiringCount className={countClassName} />
  return page.to === '/models' ? <EditsMark className={dotClassName} /> : null
}

const EditsMark = ({ className }: { readonly className: string }) =>
  useHasAnyEdits() && <UnsavedMark className={className} />
