import type { Job } from '@ollama-dashboard/contracts'
import type { Clock } from '../clock.ts'
import type { JobRepository } from '../storage/job-repository.ts'

/** Progress is not worth a write of its own: that much of it may be lost. */
const progressMs = 1000

/** Writes to the storage, one after the other, so that an older state of a job never lands on a newer one. */
export interface JobWriter extends AsyncDisposable {
  /** Resolves when it is kept; fails when it cannot be. */
  save(job: Job): Promise<void>
  /** Keeps the job within a second, or as soon as the storage works again; a newer `save` takes its place. */
  saveSoon(job: Job): void
  remove(ids: readonly string[]): void
}

export function createJobWriter(repository: JobRepository, clock: Clock): JobWriter {
  const pending = new Map<string, Job>()
  let last: Promise<unknown> = Promise.resolve()
  let cancel: (() => void) | null = null
  let isClosed = false

  function enqueue<T>(write: () => Promise<T>): Promise<T> {
    const written = last.then(write)
    last = written.catch(() => undefined)
    return written
  }

  function flush() {
    cancel = null
    const jobs = [...pending.values()]
    pending.clear()
    for (const job of jobs) {
      enqueue(() => repository.save(job)).catch(() => {
        if (!pending.has(job.id)) soon(job)
      })
    }
  }
  function soon(job: Job) {
    pending.set(job.id, job)
    if (!isClosed) cancel ??= clock.after(progressMs, flush)
  }

  return {
    save(job) {
      pending.delete(job.id)
      return enqueue(() => repository.save(job))
    },
    saveSoon: soon,
    remove(ids) {
      for (const id of ids) pending.delete(id)
      // What stays behind is removed the next time: jobs are counted when they are read, too.
      enqueue(() => repository.remove(ids)).catch(() => undefined)
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      cancel?.()
      flush()
      await last
    },
  }
}
