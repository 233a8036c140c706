import { ApiError } from '@ollama-dashboard/client'
import type { BulkAction, BulkJob, Problem } from '@ollama-dashboard/contracts'
import { isEnded } from '../../lib/models/jobs.ts'
import type { StatusKind } from '../../ui/status.tsx'
import { BulkItems } from './bulk-items.tsx'

type Item = NonNullable<BulkJob['progress']>['items'][number]

const working: Readonly<Record<Item['state'], string | null>> = {
  waiting: null,
  loading: 'Loading…',
  unloading: 'Unloading…',
  deleting: 'Deleting…',
  done: null,
  failed: null,
}
const done: Readonly<Record<BulkAction, string>> = { start: 'Started', stop: 'Stopped', delete: 'Deleted' }

/** Of more models than these, those that need no look are only counted. */
const listedAtMost = 8

/** How many of its models a bulk job is through with; '' before the first. */
export function bulkCount({ progress }: BulkJob): string {
  const items = progress?.items ?? []
  return items.length > 0 ? `${items.filter(isThrough).length} of ${items.length}` : ''
}

/** What came of each model of a bulk job. */
export function BulkParts({ job }: { readonly job: BulkJob }) {
  const items = job.progress?.items ?? []
  const listed =
    items.length <= listedAtMost
      ? items
      : items.filter(({ state }) => state === 'failed' || (working[state] !== null && !isEnded(job)))
  if (listed.length === 0) return null
  const unloaded = unloadedSince(job)
  return (
    <BulkItems
      items={listed.map(({ model, state, error }) => ({
        model,
        ...(unloaded.has(model) ? startedThenUnloaded : shown(job, state)),
        ...(error && { error: new ApiError(error as Problem) }),
      }))}
    />
  )
}

const startedThenUnloaded = { kind: 'off', word: 'Started, then unloaded' } as const

/** Models that a bulk start loaded and that made room for later ones of it. */
function unloadedSince({ result }: BulkJob): ReadonlySet<string> {
  if (!result || !('started' in result)) return new Set()
  const gone = result.results.filter(({ success, state }) => success && state === 'unloaded')
  return new Set(gone.map(({ model }) => model))
}

const isThrough = ({ state }: Item): boolean => state === 'done' || state === 'failed'

function shown(job: BulkJob, state: Item['state']): { readonly kind: StatusKind; readonly word: string } {
  if (state === 'failed') return { kind: 'broken', word: 'Failed' }
  if (state === 'done') return { kind: 'ok', word: done[job.action] }
  // Its turn does not come any more.
  if (isEnded(job)) return { kind: 'off', word: working[state] ? 'Cancelled' : 'Not begun' }
  return working[state] ? { kind: 'working', word: working[state] } : { kind: 'off', word: 'Queued' }
}
