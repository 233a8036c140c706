import clsx from 'clsx'
import { lazy, type ReactNode, Suspense, useDeferredValue } from 'react'
import { useFiring, useIsFiringAwaited } from '../../../lib/alerts/firing.ts'
import { useOutage } from '../../../lib/api/outage.ts'
import { loadPart } from '../../../lib/load-part.ts'
import { Skeleton } from '../../../ui/skeleton.tsx'

// Most of the time nothing is wrong, and the first page is to be light.
const AlertsPanel = lazy(() =>
  loadPart(() => import('./alerts-panel.tsx')).then(({ AlertsPanel }) => ({ default: AlertsPanel })),
)

/**
 * What is wrong now, above the rest; nothing while nothing is. The rest is not shown before that is known, for it would be
 * pushed down. Deferred, so that what stands there stays while the panel is loaded for an alert that begins later.
 */
export function BelowAlerts({ children }: { readonly children: ReactNode }) {
  const firing = useDeferredValue(useFiring())
  const isAwaited = useDeferredValue(useIsFiringAwaited())
  const unavailable = useOutage()?.of === 'dashboard' ? "Can't reach the dashboard" : null
  return (
    <Suspense fallback={<Skeleton className="h-24 rounded-panel" />}>
      <div className="relative">
        {isAwaited && <Skeleton className="absolute inset-0 rounded-panel" />}
        <div className={clsx('grid gap-(--gap) phone:gap-3', isAwaited && 'invisible')}>
          {firing?.worst && <AlertsPanel firing={firing} unavailable={unavailable} />}
          {children}
        </div>
      </div>
    </Suspense>
  )
}
