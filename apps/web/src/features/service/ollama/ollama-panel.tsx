import type { ServiceStatus } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { formatRecent } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { serviceStatusQuery } from '../../../lib/queries/service.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { LockedNote } from '../../../ui/locked-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { Status } from '../../../ui/status.tsx'
import { managerWords, standingOf, upFor } from './service-words.ts'

const minuteMs = 60_000

/** Whether Ollama runs, what keeps it running, and since when. */
export function OllamaPanel() {
  const needs = useMissing('service.status')
  const query = useQuery({ ...serviceStatusQuery(useInstance()), enabled: needs === null })
  const { data: service, error, isFetching, refetch } = query
  const now = useNow(minuteMs)
  const standing = service && standingOf(service)
  return (
    <Panel
      title="Ollama"
      aside={standing && <Status kind={standing.kind}>{standing.word}</Status>}
      end={service?.uptime_seconds !== undefined && sinceWords(service.uptime_seconds, now)}
    >
      {needs !== null && (
        <div className="p-2">
          <LockedNote>{needs.reason}: whether Ollama runs, and what keeps it running.</LockedNote>
        </div>
      )}
      {needs === null && !service && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {needs === null && !service && !error && <Skeleton className="m-(--pad) h-24" />}
      {service && <Facts service={service} />}
    </Panel>
  )
}

const sinceWords = (uptimeSeconds: number, now: number): ReactNode => (
  <span className="tabular-nums">
    since {formatRecent(now - uptimeSeconds * 1000, now)}, {upFor(uptimeSeconds)}
  </span>
)

const Facts = ({ service }: { readonly service: ServiceStatus }) => (
  <div className="grid gap-4 p-(--pad)">
    <dl className="grid grid-cols-3 gap-x-6 gap-y-4 phone:grid-cols-2">
      <Fact label="Manager">{managerWords[service.manager]}</Fact>
      <Fact label="Version">{service.version ?? '—'}</Fact>
      <Fact label="Address">
        <code className="text-small">{service.url.replace(/^http:\/\//, '')}</code>
      </Fact>
      <Fact label="Process">{service.pid ?? '—'}</Fact>
      <Fact label="Runs on">{service.local ? 'This machine' : 'Another machine'}</Fact>
    </dl>
    {service.reason !== undefined && <p className="text-small wrap-anywhere text-ink-muted">{service.reason}</p>}
  </div>
)

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-small text-ink-muted">{label}</dt>
    <dd className="font-medium wrap-anywhere text-ink-strong tabular-nums">{children}</dd>
  </div>
)
