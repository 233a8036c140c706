import { lazy, Suspense } from 'react'
import { useFiring } from '../../../../lib/alerts/firing.ts'
import { loadPart } from '../../../../lib/load-part.ts'

// Most of the time nothing is wrong, and the first page is to be light.
const BellMenu = lazy(() => loadPart(() => import('./bell-menu.tsx')).then(({ BellMenu }) => ({ default: BellMenu })))

/** What is wrong, from any page; nothing while nothing is. A phone has it in its bar. */
export function AlertBell() {
  const firing = useFiring()
  return (
    <Suspense fallback={null}>
      {firing?.worst && (
        <span className="contents phone:hidden">
          <BellMenu alerts={firing.alerts} />
        </span>
      )}
    </Suspense>
  )
}
