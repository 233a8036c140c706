import type { HealthComponent } from '@ollama-dashboard/contracts'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleHelp, OctagonAlert, TriangleAlert } from 'lucide-react'
import { api } from '../../lib/api/api.ts'
import { useOutage } from '../../lib/api/outage.ts'
import { formatAgo } from '../../lib/format.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { healthKey } from '../../lib/queries/keys.ts'
import { Badge } from '../../ui/badge.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { issuesOf } from './health-issues.ts'

const healthQuery = queryOptions({
  queryKey: healthKey,
  queryFn: ({ signal }) => api.observability.health({}, { signal }),
  refetchInterval: 5000,
})

/** The checks that are not healthy, with since when and why; one quiet line when all are. */
export function HealthPanel() {
  const { data, dataUpdatedAt } = useQuery(healthQuery)
  // What the dashboard said before it went away says nothing of now.
  const isLastKnown = useOutage()?.of === 'dashboard'
  const now = useNow()
  const unwell = issuesOf(data?.components ?? [])
  return (
    <Panel
      title="Health"
      aside={
        data &&
        unwell.length > 0 && (
          <Badge look={unwell[0]?.status === 'unhealthy' ? 'broken' : 'attention'}>
            {unwell.length} {unwell.length === 1 ? 'issue' : 'issues'}
          </Badge>
        )
      }
    >
      {!data && <Skeleton className="m-(--pad) h-5" />}
      {data && unwell.length === 0 && (
        <p className="flex items-center gap-2.5 px-(--pad) py-3 text-ink-muted">
          {isLastKnown ? (
            <>
              <CircleHelp aria-hidden className="size-4 flex-none text-ink-faint" />
              Unknown. Last check {formatAgo(new Date(dataUpdatedAt).toISOString(), now)}: no issues
            </>
          ) : (
            <>
              <CircleCheck aria-hidden className="size-4 flex-none text-ok-text" />
              All systems operational · {data.components.length} checks passed
            </>
          )}
        </p>
      )}
      <ul className="divide-y divide-line">
        {unwell.map((part) => (
          <li key={part.name} className="grid grid-cols-[1rem_minmax(0,1fr)] gap-2.5 px-(--pad) py-3">
            {part.status === 'unhealthy' ? (
              <OctagonAlert aria-label="Unhealthy" className="mt-0.5 size-4 text-broken-text" />
            ) : (
              <TriangleAlert aria-label="Degraded" className="mt-0.5 size-4 text-attention-text" />
            )}
            <div className="min-w-0">
              <p className="font-medium text-ink-strong">{titleOf(part)}</p>
              <p className="text-small wrap-anywhere text-ink-muted">
                {part.detail} Since {formatAgo(part.since, now)}.
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const asked: Readonly<Record<string, string>> = {
  running: 'running models',
  available: 'installed models',
  version: 'version',
  stats: 'host metrics',
}

/** "collector:default:running" to a person. */
function titleOf({ name }: HealthComponent): string {
  const [part, ...rest] = name.split(':')
  if (part === 'ollama') return `Ollama ${rest[0] === 'default' ? 'server' : rest[0]}`
  if (part === 'collector') return `Polling ${asked[rest.at(-1) ?? ''] ?? rest.at(-1)}`
  if (part === 'disk') return 'Model storage'
  return name
}
