import { useQuery } from '@tanstack/react-query'
import { useOutage } from '../../lib/api/outage.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { useMissing } from '../../lib/api/use-permission.ts'
import { formatSpan } from '../../lib/format.ts'
import { useNow } from '../../lib/hooks/use-now.ts'
import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { runningQuery } from '../../lib/queries/models.ts'
import { statsQuery } from '../../lib/queries/system.ts'
import { useStatusSentence } from '../../lib/status-sentence.ts'
import { LockedNote } from '../../ui/locked-note.tsx'
import { BelowAlerts } from './alerts/below-alerts.tsx'
import { EventList } from './event-list.tsx'
import { HealthPanel } from './health-panel.tsx'
import { MemoryMap } from './memory/memory-map.tsx'
import { Meters } from './meters.tsx'
import { NoOllama } from './no-ollama.tsx'
import { RunningModels } from './running-models.tsx'

/** Is it well, what is loaded, what does it cost, what do I do next. */
export function OverviewPage() {
  usePageTitle('Overview')
  const instance = useInstance()
  const running = useQuery(runningQuery(instance))
  const needsRunning = useMissing('models.running')
  const needsStats = useMissing('system.stats')
  const needsHealth = useMissing('observability.health')
  const needsEvents = useMissing('observability.recentEvents')
  const needs = useMissing('models.running', 'system.stats', 'observability.health', 'observability.recentEvents')
  const isNeverReached = running.data === undefined && running.error !== null && needsRunning === null
  return (
    <main className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] content-start gap-(--gap) px-(--gutter) pt-5 pb-10 phone:gap-3 phone:px-4 phone:pt-4">
      <Title />
      {needs && <LockedNote>{needs.reason}.</LockedNote>}
      {isNeverReached && <NoOllama error={running.error} />}
      {needsStats === null && <Meters />}
      {/* What comes and goes is followed for each server. */}
      {needsStats === null && needsRunning === null && <MemoryMap key={instance} />}
      <div className="grid grid-cols-[minmax(0,1fr)_23.5rem] items-start gap-(--gap) max-[62.5rem]:grid-cols-[minmax(0,1fr)] phone:gap-3">
        {needsRunning === null && <RunningModels key={instance} />}
        <BelowAlerts>
          {needsHealth === null && <HealthPanel />}
          {needsEvents === null && <EventList />}
        </BelowAlerts>
      </div>
    </main>
  )
}

function Title() {
  const { text, title } = useStatusSentence()
  const { dataUpdatedAt } = useQuery(statsQuery)
  const outage = useOutage()
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 phone:min-h-11">
      <h1 title={title}>{text}</h1>
      {/* How old the rest is then is told above everything. */}
      {outage === null && (
        <p className="ml-auto text-small text-ink-faint tabular-nums phone:ml-0">
          <Updated at={dataUpdatedAt} />
        </p>
      )}
    </div>
  )
}

function Updated({ at }: { readonly at: number }) {
  const now = useNow()
  if (at === 0) return null
  const seconds = Math.max(0, (now - at) / 1000)
  return seconds < 3 ? 'Updated just now' : `Updated ${formatSpan(Math.round(seconds))} ago`
}
