import type { Severity } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { severityWords } from '../../lib/alerts/alert-words.ts'
import { firingOf } from '../../lib/alerts/firing.ts'
import { useOutage } from '../../lib/api/outage.ts'
import { type Missing, useMissing } from '../../lib/api/use-permission.ts'
import { usePageTitle } from '../../lib/hooks/use-title.ts'
import { firingQuery } from '../../lib/queries/firing.ts'
import { LockedPage } from '../../ui/locked-page.tsx'
import { Segments } from '../../ui/segments.tsx'
import { ChannelsPanel } from './channels/channels-panel.tsx'
import { FiringPanel } from './firing/firing-panel.tsx'
import { HistoryPanel } from './history/history-panel.tsx'
import { MutedPanel } from './muted/muted-panel.tsx'
import { NotifyPanel } from './notify-panel.tsx'
import { RulesPanel } from './rules/rules-panel.tsx'
import { useAlertsSearch } from './use-alerts-search.ts'

/** What is wrong, what to do about it, what makes an alert, and who is told. */
export function AlertsPage() {
  usePageTitle('Alerts')
  const needs = useMissing('alerts.list')
  return (
    <main className="mx-auto grid w-full max-w-[calc(var(--content)+2*var(--gutter))] grid-cols-[minmax(0,1fr)] content-start gap-(--gap) px-(--gutter) pt-5 pb-10 phone:gap-3 phone:px-4 phone:pt-4">
      {needs === null ? <Alerts /> : <Locked needs={needs} />}
    </main>
  )
}

const Locked = ({ needs }: { readonly needs: Missing }) => (
  <>
    <div className="flex min-h-8 items-center">
      <h1>Alerts</h1>
    </div>
    <div className="rounded-panel border border-line bg-panel">
      <LockedPage missing={needs}>Sign in with another key to see what is wrong, and what was.</LockedPage>
    </div>
  </>
)

type Choice = Severity | 'all'
const choices: readonly (readonly [Choice, string])[] = [
  ['all', 'All'],
  ['critical', severityWords.critical],
  ['warning', severityWords.warning],
  ['info', severityWords.info],
]

function Alerts() {
  const { search, change } = useAlertsSearch()
  // None of this needs Ollama.
  const unavailable = useOutage()?.of === 'dashboard' ? "Can't reach the dashboard" : null
  const needsRules = useMissing('alerts.rules')
  const needsMutes = useMissing('alerts.mutes')
  return (
    <>
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
        <h1>Alerts</h1>
        <Sentence isLastKnown={unavailable !== null} />
        <div className="ml-auto phone:ml-0">
          <Segments<Choice>
            label="Severity"
            options={choices}
            value={search.severity ?? 'all'}
            onChange={(next) => change({ severity: next === 'all' ? undefined : next }, { push: true })}
          />
        </div>
      </div>
      <FiringPanel unavailable={unavailable} />
      <div className="grid grid-cols-[minmax(0,1fr)_23.5rem] items-start gap-(--gap) max-[70rem]:grid-cols-[minmax(0,1fr)] phone:gap-3">
        {needsRules === null ? <RulesPanel unavailable={unavailable} /> : <div />}
        <div className="grid gap-(--gap) phone:gap-3">
          <ChannelsPanel unavailable={unavailable} />
          {needsMutes === null && <MutedPanel unavailable={unavailable} />}
          <NotifyPanel />
        </div>
      </div>
      <HistoryPanel />
    </>
  )
}

/** "2 firing, 1 muted, 5 resolved" */
function Sentence({ isLastKnown }: { readonly isLastKnown: boolean }) {
  const { data } = useQuery(firingQuery)
  if (!data) return null
  const { count } = firingOf(data)
  const muted = data.counts.firing - count
  const resolved = data.counts.total - data.counts.firing
  return (
    <p aria-live="polite" className="text-ink-muted tabular-nums">
      {isLastKnown && 'Last known: '}
      {[
        count > 0 ? `${count} firing` : 'None firing',
        muted > 0 ? `${muted} muted` : null,
        `${resolved.toLocaleString('en')} resolved`,
      ]
        .filter((part) => part !== null)
        .join(', ')}
    </p>
  )
}
