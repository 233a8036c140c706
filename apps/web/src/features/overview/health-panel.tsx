import type { HealthComponent } from '@ollama-dashboard/contracts'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { CircleCheck, OctagonAlert, TriangleAlert } from 'lucide-react'
import { api } from '../../lib/api/api.ts'
import { formatAgo } from '../../lib/format.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { Badge } from '../../ui/badge.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => api.observability.health({}, { signal }),
  refetchInterval: 5000,
})

/** What is not well, with since when and why; all well is one quiet line. */
export function HealthPanel() {
  const { data } = useQuery(healthQuery)
  const now = useNow()
  const unwell = data?.components.filter(({ status }) => status !== 'healthy').toSorted(byGravity) ?? []
  return (
    <Panel
      title="Health"
      aside={
        data &&
        unwell.length > 0 && (
          <Badge look={unwell[0]?.status === 'unhealthy' ? 'broken' : 'attention'}>{unwell.length} to look at</Badge>
        )
      }
    >
      {!data && <Skeleton className="m-(--pad) h-5" />}
      {data && unwell.length === 0 && (
        <p className="flex items-center gap-2.5 px-(--pad) py-3 text-ink-muted">
          <CircleCheck aria-hidden className="size-4 flex-none text-ok-text" />
          All {data.components.length} parts are well.
        </p>
      )}
      <ul className="divide-y divide-line">
        {unwell.map((part) => (
          <li key={part.name} className="grid grid-cols-[16px_minmax(0,1fr)] gap-2.5 px-(--pad) py-3">
            {part.status === 'unhealthy' ? (
              <OctagonAlert aria-label="Broken" className="mt-0.5 size-4 text-broken-text" />
            ) : (
              <TriangleAlert aria-label="Attention" className="mt-0.5 size-4 text-attention-text" />
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

const byGravity = (a: HealthComponent, b: HealthComponent): number =>
  a.status === b.status ? 0 : a.status === 'unhealthy' ? -1 : 1

const asked: Readonly<Record<string, string>> = {
  running: 'what is loaded',
  available: 'what is installed',
  version: 'its version',
  stats: 'this host',
}

/** "collector:default:running" to a person. */
function titleOf({ name }: HealthComponent): string {
  const [part, ...rest] = name.split(':')
  if (part === 'ollama') return `Ollama ${rest[0] === 'default' ? 'server' : rest[0]}`
  if (part === 'collector') return `Asking for ${asked[rest.at(-1) ?? ''] ?? rest.at(-1)}`
  if (part === 'disk') return 'Disk of the models'
  return name
}
