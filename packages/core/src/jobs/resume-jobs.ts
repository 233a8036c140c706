import { Value } from '@sinclair/typebox/value'
import type { Instances } from '../instances/instances.ts'
import type { Background } from '../kernel/background.ts'
import { DashboardError } from '../kernel/errors.ts'
import { problemOf } from '../kernel/problems/problem.ts'
import { newTraceId } from '../kernel/tracing/trace-context.ts'
import type { JobBook } from './book/job-book.ts'
import { isRunHere, type JobEntry, type JobOutcome } from './book/job-entry.ts'
import type { JobKind } from './job-kind.ts'
import type { JobRepository } from './job-repository.ts'
import { isEnded } from './job-states.ts'
import type { StoredJob } from './job-table.ts'

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

/** Remembers what the storage holds, and takes up what had not ended. */
export async function resumeJobs(options: ResumeOptions): Promise<void> {
  const { repository, book } = options
  const stored = (await repository.all()).toReversed()
  await takeUpJobs(
    stored.flatMap((job) => (book.find(job.id) ? [] : (learnJob(job, options) ?? []))),
    options,
  )
  book.forgetOldest()
}

/**
 * Takes up jobs that have not ended. One that the dashboard ended with twice is set aside: whatever it is that ends it would
 * go on to do so with every start. So is one that cannot go on in the middle. `isThere` tells that the process which ran a
 * job is there still, so that this run was not lost by an unclean end.
 */
export async function takeUpJobs(
  found: readonly JobEntry[],
  { book, enqueue, closing }: Pick<ResumeOptions, 'book' | 'enqueue' | 'closing'>,
  isThere: (runner: string | null) => boolean = () => false,
): Promise<void> {
  for (const entry of found.filter((one) => !isEnded(one.job) && !isRunHere(one)).sort(inTurn)) {
    const { runner, lost_runs: lost } = entry.job
    const lost_runs = isThere(runner) ? Math.max(0, lost - 1) : lost
    const failure = reasonToSetAside(entry, lost_runs)
    if (failure) {
      await book.note(entry, 'fail', failure)
      continue
    }
    await book.note(entry, 'resume', { lost_runs })
    entry.isResumed = true
    if (closing.aborted) return
    enqueue(entry)
  }
}

/** Remembers a job that is kept; null for one that stays in the storage as it is. */
export function learnJob(job: StoredJob, { kinds, instances, book, background }: ResumeOptions): JobEntry | null {
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

function reasonToSetAside({ kind, job }: JobEntry, lostRuns: number): JobOutcome | null {
  const what = kind.describe(job.payload)
  const wasRunning = job.state === 'running'
  const detail =
    lostRuns >= maxLostRuns
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
