import { Link } from '@tanstack/react-router'
import { Bell } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useFiring } from '../../../../lib/alerts/firing.ts'
import { useMissing } from '../../../../lib/api/use-permission.ts'
import { loadPart } from '../../../../lib/load-part.ts'
import { bellStyle } from './bell-style.ts'

// Most of the time nothing is wrong, and the first page is to be light.
const BellMenu = lazy(() => loadPart(() => import('./bell-menu.tsx')).then(({ BellMenu }) => ({ default: BellMenu })))

/** What is wrong, from any page. It is there also while nothing is, so that nothing in the bar moves. A phone has it in its other bar. */
export function AlertBell() {
  const isAllowed = useMissing('alerts.list') === null
  const firing = useFiring()
  if (!isAllowed) return null
  const quiet = (
    <Link to="/alerts" title="Alerts" className={bellStyle}>
      <Bell aria-hidden className="size-4" />
      <span className="sr-only">Alerts: {firing ? 'none' : 'not known yet'}</span>
    </Link>
  )
  return (
    <span className="contents phone:hidden">
      <Suspense fallback={quiet}>{firing?.worst ? <BellMenu alerts={firing.alerts} /> : quiet}</Suspense>
    </span>
  )
}
