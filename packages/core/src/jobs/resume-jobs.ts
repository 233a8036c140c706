import type { Instances } from '../instances/instances.ts'
import type { JobRepository } from '../storage/job-repository.ts'
import { isEnded } from './follow-job.ts'
import type { JobBook, JobEntry } from './job-book.ts'

export interface ResumeOptions {
  readonly instances: Instances
  readonly repository: JobRepository
  readonly book: JobBook
  readonly enqueue: (entry: JobEntry) => void
  readonly closing: AbortSignal
}

/** Remembers what the storage holds, and takes up what had not ended. */
export async function resumeJobs({ instances, repository, book, enqueue, closing }: ResumeOptions): Promise<void> {
  const demo = new Set(instances.all().flatMap(({ name, demo }) => (demo ? [name] : [])))
  const stored = (await repository.all()).toReversed()
  // A simulated server has none of this: its jobs wait in the storage for the real one.
  const mine = stored.filter(({ id, instance }) => !book.has(id) && !demo.has(instance))
  const found = mine.map((job) => book.add(job, { isKept: true, isResumed: true }))
  for (const entry of found.filter(({ job }) => !isEnded(job)).sort(inTurn)) {
    await book.note(entry, ['queued', 'running'], { state: 'queued' })
    if (closing.aborted) return
    enqueue(entry)
  }
  book.forgetOldest()
}

/** Those under way come before those that waited, each in the order they came. */
function inTurn({ job: a }: JobEntry, { job: b }: JobEntry): number {
  const startedFirst = Number(b.state === 'running') - Number(a.state === 'running')
  return startedFirst || a.created_at.localeCompare(b.created_at)
}
