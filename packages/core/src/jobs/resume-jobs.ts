import { Value } from '@sinclair/typebox/value'
import type { Instances } from '../instances/instances.ts'
import type { Background } from '../kernel/background.ts'
import { DashboardError } from '../kernel/errors.ts'
import { problemOf } from '../kernel/problem.ts'
import { newTraceId } from '../kernel/trace-context.ts'
import type { JobBook, JobEntry, JobOutcome } from './job-book.ts'
import type { JobKind } from './job-kind.ts'
import { isEnded } from './job-states.ts'
import type { JobRepository, StoredJob } from './job-table.ts'

export interface ResumeOptions {
  readonly kinds: ReadonlyMap<string, JobKind>
  readonly instances: Instances
  readonly repository: JobRepository
  readonly book: JobBook
  readonly enqueue: (entry: JobEntry) => void
  readonly closing: AbortSignal
  readonly background: Pick<Background, 'failed'>
}

/** Once may be bad luck, such as a power cut. */
const maxLostRuns = 2

/**
 * Remembers what the storage holds, and takes up what had not ended. A job that the dashboard ended with twice is set
 * aside: whatever it is that ends it would go on to do so with every start. So is one that cannot go on in the middle.
 */
export async function resumeJobs(options: ResumeOptions): Promise<void> {
  const { repository, book, enqueue, closing } = options
  const stored = (await repository.all()).toReversed()
  const found = stored.flatMap((job) => (book.has(job.id) ? [] : (addKnown(job, options) ?? [])))
  for (const entry of found.filter(({ job }) => !isEnded(job)).sort(inTurn)) {
    const failure = reasonToSetAside(entry)
    if (failure) {
      await book.note(entry, 'fail', failure)
      continue
    }
    await book.note(entry, 'resume')
    if (closing.aborted) return
    enqueue(entry)
  }
  book.forgetOldest()
}

/** Null for one that stays in the storage as it is. */
function addKnown(job: StoredJob, { kinds, instances, book, background }: ResumeOptions): JobEntry | null {
  const kind = kinds.get(job.kind)
  if (!kind || !Value.Check(kind.schemas.payload, job.payload)) {
    background.failed('taking up jobs', new Error(`A stored job of kind "${job.kind}" cannot be understood.`))
    return null
  }
  // An ephemeral server has none of this: such jobs wait in the storage for the server they are of.
  const { instance } = kind.about(job.payload)
  if (instances.all().some(({ name, isEphemeral }) => name === instance && isEphemeral)) return null
  // What is not understood of them is not worth losing the job.
  const progress = Value.Check(kind.schemas.progress, job.progress) ? job.progress : null
  const result = Value.Check(kind.schemas.result, job.result) ? job.result : null
  return book.add(kind, { ...job, progress, result })
}

function reasonToSetAside({ kind, job }: JobEntry): JobOutcome | null {
  const what = kind.describe(job.payload)
  const wasRunning = job.state === 'running'
  const detail =
    job.lost_runs >= maxLostRuns
      ? `The dashboard stopped unexpectedly ${maxLostRuns} times during the ${what}.`
      : wasRunning && !kind.resumable
        ? `The dashboard stopped during the ${what}.`
        : null
  if (detail === null) return null
  const hint = 'Retry it. If the dashboard stops again, check its log.'
  return { error: problemOf(new DashboardError('job_set_aside', detail, { hint }), newTraceId()) }
}

/** Those under way come before those that waited, each in the order they came. */
function inTurn({ job: a }: JobEntry, { job: b }: JobEntry): number {
  const startedFirst = Number(b.state === 'running') - Number(a.state === 'running')
  return startedFirst || a.created_at.localeCompare(b.created_at)
}
