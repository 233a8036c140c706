import type { Job } from '@ollama-dashboard/contracts'
import type { Instances } from '../instances/instances.ts'
import { timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { problemOf } from '../kernel/problem.ts'
import { newTraceId } from '../ollama/trace-context.ts'
import { isEnded } from './follow-job.ts'
import type { JobBook, JobEntry } from './job-book.ts'
import type { JobRepository } from './job-repository.ts'

export interface ResumeOptions {
  readonly instances: Instances
  readonly repository: JobRepository
  readonly book: JobBook
  readonly enqueue: (entry: JobEntry) => void
  readonly closing: AbortSignal
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Once may be bad luck, such as a power cut. */
const maxLostRuns = 2

/**
 * Remembers what the storage holds, and takes up what had not ended. A job that the dashboard ended with twice is set
 * aside: whatever it is that ends it would go on to do so with every start.
 */
export async function resumeJobs(options: ResumeOptions): Promise<void> {
  const { instances, repository, book, enqueue, closing, now } = options
  const demo = new Set(instances.all().flatMap(({ name, demo }) => (demo ? [name] : [])))
  const stored = (await repository.all()).toReversed()
  // A simulated server has none of this: its jobs wait in the storage for the real one.
  const mine = stored.filter(({ id, instance }) => !book.has(id) && !demo.has(instance))
  const found = mine.map(({ lost_runs: lostRuns = 0, ...job }) =>
    book.add(job, { isKept: true, isResumed: true, lostRuns }),
  )
  for (const entry of found.filter(({ job }) => !isEnded(job)).sort(inTurn)) {
    if (entry.lostRuns >= maxLostRuns) {
      await book.note(entry, ['queued', 'running'], { ...setAside(entry.job), finished_at: timestamp(now()) })
      continue
    }
    await book.note(entry, ['queued', 'running'], { state: 'queued' })
    if (closing.aborted) return
    enqueue(entry)
  }
  book.forgetOldest()
}

function setAside({ model }: Job): Pick<Job, 'state' | 'error'> {
  const detail = `The dashboard ended unexpectedly ${maxLostRuns} times while it pulled "${model}".`
  const error = new DashboardError('job_set_aside', detail, {
    hint: 'Retry the pull. If the dashboard ends again, its log may say why.',
  })
  return { state: 'failed', error: problemOf(error, newTraceId()) }
}

/** Those under way come before those that waited, each in the order they came. */
function inTurn({ job: a }: JobEntry, { job: b }: JobEntry): number {
  const startedFirst = Number(b.state === 'running') - Number(a.state === 'running')
  return startedFirst || a.created_at.localeCompare(b.created_at)
}
