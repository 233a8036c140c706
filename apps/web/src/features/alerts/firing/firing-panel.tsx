import { useQuery } from '@tanstack/react-query'
import { BellOff, CircleCheck, CircleHelp } from 'lucide-react'
import { severityWords } from '../../../lib/alerts/alert-words.ts'
import { byUrgency } from '../../../lib/alerts/by-urgency.ts'
import { firingOf } from '../../../lib/alerts/firing.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { firingQuery } from '../../../lib/queries/firing.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { useAlertsSearch } from '../use-alerts-search.ts'
import { FiringAlert } from './firing-alert.tsx'

const minuteMs = 60_000

/** What is wrong now: the worst first, and what is muted last. */
export function FiringPanel({ unavailable }: { readonly unavailable: string | null }) {
  const { search, change } = useAlertsSearch()
  const { data, error, isFetching, refetch } = useQuery(firingQuery)
  const now = useNow(minuteMs)
  const firing = data && firingOf(data)
  const all = byUrgency(data?.alerts ?? [])
  const shown = all.filter(({ severity }) => search.severity === undefined || severity === search.severity)
  const isMuted = ({ muted_until }: { readonly muted_until: string | null }) => muted_until !== null
  const ordered = [...shown.filter((alert) => !isMuted(alert)), ...shown.filter(isMuted)]
  const look = firing?.worst === 'critical' ? 'broken' : firing?.worst === 'warning' ? 'attention' : 'plain'
  return (
    <Panel title="Firing" aside={firing && firing.count > 0 && <Badge look={look}>{firing.count}</Badge>}>
      {!data && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {!data && !error && <SkeletonRows rows={2} />}
      {data && all.length === 0 && (
        <Empty
          icon={unavailable === null ? CircleCheck : CircleHelp}
          title={unavailable === null ? 'Nothing is wrong' : 'Nothing was wrong when the dashboard last answered'}
        >
          Each rule below is watched all the time. What one of them finds is listed here, with what to do about it.
        </Empty>
      )}
      {data && all.length > 0 && shown.length === 0 && search.severity && (
        <Empty
          icon={BellOff}
          title={`No ${severityWords[search.severity].toLowerCase()} alerts`}
          actions={<Button onClick={() => change({ severity: undefined })}>Show all {all.length}</Button>}
        >
          What fires has another severity.
        </Empty>
      )}
      <ul className="divide-y divide-line">
        {ordered.map((alert) => (
          <li key={alert.id}>
            <FiringAlert alert={alert} now={now} isTarget={alert.id === search.alert} unavailable={unavailable} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
