import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import type { JobRepository, StoredJob } from './job-repository.ts'

/** Progress is not worth a write of its own: that much of it may be lost. */
const soonMs = 1000

/** Writes to the storage, one after the other, so that an older state of a job never lands on a newer one. */
export interface JobWriter extends AsyncDisposable {
  /** Resolves when it is kept; fails when it cannot be. */
  save(job: StoredJob): Promise<void>
  /** Calls `write` within a second, once for all who asked by then, and again until it succeeds or the job is saved otherwise. */
  soon(id: string, write: () => Promise<void>): void
  remove(ids: readonly string[]): void
}

export function createJobWriter(
  repository: JobRepository,
  clock: Clock,
  background: Pick<Background, 'settle'>,
): JobWriter {
  const pending = new Map<string, () => Promise<void>>()
  let last: Promise<unknown> = Promise.resolve()
  let cancel: (() => void) | null = null
  let isClosed = false

  function enqueue<T>(write: () => Promise<T>): Promise<T> {
    const written = last.then(write)
    // Its failure is for whoever asked; the next write only comes after it.
    last = written.catch(() => undefined)
    return written
  }

  function soon(id: string, write: () => Promise<void>) {
    if (!pending.has(id)) pending.set(id, write)
    if (!isClosed) cancel ??= clock.after(soonMs, flush)
  }

  async function flush() {
    cancel = null
    const writes = [...pending]
    pending.clear()
    const tries = writes.map(async ([id, write]) => {
      const written = write()
      await background.settle('jobs', written)
      await written.catch(() => soon(id, write))
    })
    await Promise.all(tries)
  }

  return {
    save(job) {
      pending.delete(job.id)
      return enqueue(() => repository.save(job))
    },
    soon,
    remove(ids) {
      for (const id of ids) pending.delete(id)
      // What stays behind is removed the next time: jobs are counted when they are read, too.
      void background.settle(
        'jobs',
        enqueue(() => repository.remove(ids)),
      )
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      cancel?.()
      await flush()
      await last
    },
  }
}
