import type { BulkAction, DashboardEvent, Job } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import {
  BookMarked,
  CircleX,
  Copy,
  Download,
  KeyRound,
  type LucideIcon,
  Play,
  Plug,
  RotateCw,
  Scissors,
  ShieldCheck,
  SlidersHorizontal,
  Square,
  Trash2,
  Unplug,
} from 'lucide-react'
import { useAreKeysNamed, useKeyName } from '../../lib/access/key-name.ts'
import { formatRecent, formatSpan } from '../../lib/format.ts'
import { isAction, isPull, titleOf } from '../../lib/models/jobs.ts'
import { eventsQuery } from '../../lib/queries/server.ts'
import { InlineName } from '../../parts/model-name.tsx'
import { ReadProblem } from '../../parts/problem-note.tsx'
import { Panel } from '../../ui/panel.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'

const shownEvents = 8

interface Wording {
  readonly icon: LucideIcon
  /** `by` tells which key did it: " by laptop"; empty where none did. */
  readonly words: (event: DashboardEvent, by: string) => string
}

const took = ({ duration_seconds }: DashboardEvent) =>
  duration_seconds === undefined ? '' : ` in ${formatSpan(duration_seconds)}`

/** For one model, its name precedes this text; for several, `detail` has their number. */
const settingsWords = (event: DashboardEvent, by: string) =>
  event.model === undefined ? `Settings: ${event.detail ?? 'saved'}` : `settings saved${by}`

/** What is on its way shows in the list of running models; here stands what has happened. */
const wordings: Readonly<Partial<Record<DashboardEvent['type'], Wording>>> = {
  'model.loaded': { icon: Play, words: (event, by) => `loaded${took(event)}${by}` },
  'model.unloaded': { icon: Square, words: (_, by) => `unloaded${by}` },
  'model.load_failed': { icon: CircleX, words: ({ detail }) => `failed to load: ${detail ?? 'no reason given'}` },
  'model.deleted': { icon: Trash2, words: (_, by) => `deleted${by}` },
  'model.copied': { icon: Copy, words: ({ detail }) => detail ?? 'copied' },
  'job.changed': { icon: Download, words: ({ job }) => (job && jobWords(job)) ?? '' },
  'prompt.truncated': { icon: Scissors, words: ({ detail }) => `prompt truncated: ${detail ?? 'too long'}` },
  'ollama.up': { icon: Plug, words: () => 'Ollama is reachable again' },
  'ollama.down': { icon: Unplug, words: ({ detail }) => detail ?? 'Ollama is unreachable' },
  'settings.saved': { icon: SlidersHorizontal, words: settingsWords },
  'settings.removed': { icon: SlidersHorizontal, words: (_, by) => `settings removed${by}` },
  'presets.changed': { icon: BookMarked, words: ({ detail }, by) => `Preset ${detail ?? 'changed'}${by}` },
  'keys.changed': { icon: KeyRound, words: ({ detail }, by) => `Key ${detail ?? 'changed'}${by}` },
  'roles.changed': { icon: ShieldCheck, words: ({ detail }, by) => `Role ${detail ?? 'changed'}${by}` },
  'instance.changed': { icon: Plug, words: ({ detail }) => detail ?? 'Server changed' },
}

/** The model of a pull stands before its words; a job of another kind is named by its title. */
const pullWords: Readonly<Partial<Record<Job['state'], string>>> = {
  running: 'pull started',
  done: 'pulled',
  failed: 'pull failed',
  cancelled: 'pull cancelled',
}
/** What starts and stops is told by the events of its model. */
const jobWords = (job: Job) => (isPull(job) ? pullWords[job.state] : isAction(job) ? '' : titleAndState(job))
const titleAndState = (job: Job) => (job.state === 'queued' ? '' : `${titleOf(job)}: ${job.state}`)

const bulkIcons: Readonly<Record<BulkAction, LucideIcon>> = { start: Play, stop: Square, delete: Trash2 }
const jobIcons: Readonly<Record<Exclude<Job['kind'], 'bulk'>, LucideIcon>> = {
  pull: Download,
  start: Play,
  stop: Square,
  restart: RotateCw,
  apply: SlidersHorizontal,
}
const jobIcon = (job: Job): LucideIcon => (job.kind === 'bulk' ? bulkIcons[job.action] : jobIcons[job.kind])

/** A job as it ended, or as it stands: of what was told of it only the last. `events` are newest first. */
function lastOfEachJob(events: readonly DashboardEvent[]): DashboardEvent[] {
  const seen = new Set<string>()
  return events.filter(({ type, job }) => {
    if (type !== 'job.changed' || !job) return true
    const isLast = !seen.has(job.id)
    seen.add(job.id)
    return isLast
  })
}

const isTold = (event: DashboardEvent): boolean => (wordings[event.type]?.words(event, '') ?? '') !== ''

export function EventList() {
  const { data, error, dataUpdatedAt, isFetching, refetch } = useQuery(eventsQuery)
  const told = data && lastOfEachJob(data.events).filter(isTold).slice(0, shownEvents)
  const isNamed = useAreKeysNamed(told?.map(({ by }) => by) ?? [])
  const events = isNamed ? told : undefined
  return (
    <Panel title="Recent activity">
      {!data && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="px-(--pad) py-3" />
      )}
      {!events && !error && <SkeletonRows rows={3} />}
      {events?.length === 0 && <p className="px-(--pad) py-3 text-ink-muted">No activity yet</p>}
      <ul className="grid grid-cols-[minmax(42px,auto)_14px_minmax(0,1fr)] gap-x-2 py-1.5 empty:hidden">
        {events?.map((event) => (
          <EventLine key={event.id} event={event} now={dataUpdatedAt} />
        ))}
      </ul>
    </Panel>
  )
}

function EventLine({ event, now }: { readonly event: DashboardEvent; readonly now: number }) {
  const who = useKeyName(event.by)
  const wording = wordings[event.type]
  if (!wording) return null
  const { words } = wording
  const Icon = event.job ? jobIcon(event.job) : wording.icon
  return (
    <li className="col-span-full grid grid-cols-subgrid px-(--pad) py-1.5">
      <time dateTime={event.at} className="text-small leading-5 text-ink-faint tabular-nums">
        {formatRecent(event.at, now)}
      </time>
      <Icon aria-hidden className="mt-[3px] size-3.5 text-ink-faint" />
      <p className="min-w-0 wrap-anywhere">
        {event.model !== undefined && <InlineName name={event.model} />} {words(event, who && ` by ${who}`)}
      </p>
    </li>
  )
}
