import { lazy, Suspense } from 'react'
import { useFiring } from '../../../lib/alerts/firing.ts'
import { useOutage } from '../../../lib/api/outage.ts'
import { loadPart } from '../../../lib/load-part.ts'

// Most of the time nothing is wrong, and the first page is to be light.
const AlertsPanel = lazy(() =>
  loadPart(() => import('./alerts-panel.tsx')).then(({ AlertsPanel }) => ({ default: AlertsPanel })),
)

/** What is wrong now; nothing while nothing is. */
export function FiringAlerts() {
  const firing = useFiring()
  const unavailable = useOutage()?.of === 'dashboard' ? "Can't reach the dashboard" : null
  return (
    <Suspense fallback={null}>{firing?.worst && <AlertsPanel firing={firing} unavailable={unavailable} />}</Suspense>
  )
}
