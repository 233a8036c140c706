import type { ServiceStatus } from '@ollama-dashboard/contracts'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Missing, useMissing } from '../../../lib/api/use-permission.ts'
import { formatRecent, formatVersion } from '../../../lib/format.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Command } from '../../../ui/command.tsx'
import { LockedNote } from '../../../ui/locked-note.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { Status } from '../../../ui/status.tsx'
import { ChangeProblem } from './change-problem.tsx'
import { InterruptsNote } from './interrupts-note.tsx'
import { managerWords, reasonParts, standingOf, upFor } from './service-words.ts'
import type { useServiceChange } from './use-service-change.ts'

export interface OllamaPanelProps {
  readonly query: UseQueryResult<ServiceStatus>
  readonly needs: Missing | null
  readonly change: ReturnType<typeof useServiceChange>
  readonly isLastKnown: boolean
}

/** Whether Ollama runs, what keeps it running, since when, and what to type where the dashboard may not act. */
export function OllamaPanel({ query, needs, change, isLastKnown }: OllamaPanelProps) {
  const { data: service, error, isFetching, refetch, dataUpdatedAt } = query
  const now = useNow()
  const standing = service && standingOf(service)
  const startedAt = service?.uptime_seconds === undefined ? null : dataUpdatedAt - service.uptime_seconds * 1000
  return (
    <Panel
      title="Ollama"
      aside={
        standing && (
          <span role="status" className="flex items-center gap-2">
            <Status kind={isLastKnown ? 'off' : standing.kind}>{standing.word}</Status>
            {isLastKnown && <Badge>Last known</Badge>}
          </span>
        )
      }
      end={
        startedAt !== null && (
          <span className="tabular-nums">
            since {formatRecent(startedAt, now)}, {upFor((now - startedAt) / 1000)}
          </span>
        )
      }
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
      {service && (
        <div className="grid gap-4 p-(--pad)">
          <Facts service={service} />
          {change.error && <ChangeProblem error={change.error} onDismiss={change.reset} />}
          {service.running && !isLastKnown && <InterruptsNote />}
          <ByHand service={service} />
        </div>
      )}
    </Panel>
  )
}

const Facts = ({ service }: { readonly service: ServiceStatus }) => (
  <dl className="grid grid-cols-3 gap-x-6 gap-y-4 phone:grid-cols-2">
    <Fact label="Manager">{managerWords[service.manager]}</Fact>
    <Fact label="Version">{service.version === null ? '—' : formatVersion(service.version)}</Fact>
    <Fact label="Address">
      <code className="text-small">{service.url.replace(/^http:\/\//, '')}</code>
    </Fact>
    <Fact label="Process">{service.pid ?? '—'}</Fact>
    <Fact label="Runs on">{service.local ? 'This machine' : 'Another machine'}</Fact>
  </dl>
)

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-small text-ink-muted">{label}</dt>
    <dd className="font-medium wrap-anywhere text-ink-strong tabular-nums">{children}</dd>
  </div>
)

/** By what the manager was recognised, why the dashboard may not act, and the command to type instead. */
function ByHand({ service }: { readonly service: ServiceStatus }) {
  const needsRestart = useMissing('service.restart')
  const { reason, command } = reasonParts(service)
  if (reason === '' && command === null) return null
  return (
    <div className="grid gap-1.5">
      {reason !== '' && <p className="text-small wrap-anywhere text-ink-muted">{reason}</p>}
      {needsRestart !== null && service.can_control && (
        <p className="text-small text-ink-muted">{needsRestart.reason} to start, stop and restart it here.</p>
      )}
      {command !== null && <Command label="Copy command">{command}</Command>}
    </div>
  )
}
