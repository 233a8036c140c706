import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import { lineOf, type NewEntry } from './log/audit-line.ts'
import type { LineStore } from './log/line-store.ts'

export interface AuditWriter extends AsyncDisposable {
  /**
   * Resolves when the entry is on the disk, and rejects with `audit_unavailable` where that does not work now. It is of something
   * that happened: it is written as soon as that works.
   */
  append(entry: NewEntry): Promise<void>
  /** Null, or null later, where the next entry can be written. Throws `audit_unavailable`. */
  expectWritable(): Promise<void> | null
  /** Entries that wait for a log that cannot be written, and such as were given up. */
  readonly waiting: number
  readonly lost: number
}

interface Waiting {
  readonly entry: NewEntry
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** One fsync is for all that came while the one before it was under way, and at most for so many. */
const batchEntries = 512
const tryAgainMs = 5000
/** Some ten megabytes. */
const maxWaiting = 10_000

export interface AuditWriterOptions {
  readonly store: () => LineStore
  readonly clock: Clock
  readonly background: Pick<Background, 'failed'>
}

/** Entries get their places in the order of the calls, and what waits is written before anything that comes later. */
export function createAuditWriter({ store, clock, background }: AuditWriterOptions): AuditWriter {
  const queue: Waiting[] = []
  let running: Promise<void> | null = null
  let lost = 0
  let cancel = () => {}

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    const lines: string[] = []
    let head = await store().head()
    for (const { entry } of batch) {
      const next = lineOf(entry, head)
      lines.push(next.line)
      head = next.head
    }
    await store().append(lines.join(''), head)
  }

  async function writeAll(): Promise<void> {
    cancel()
    try {
      while (queue.length > 0) {
        const batch = queue.slice(0, batchEntries)
        await writeBatch(batch)
        queue.splice(0, batch.length)
        for (const { resolve } of batch) resolve()
      }
    } catch (error) {
      for (const { reject } of queue) reject(error)
      lost += queue.splice(maxWaiting).length
      cancel = clock.after(tryAgainMs, () => void write())
    } finally {
      // In the same turn that found nothing more to write: what comes in the next one begins anew.
      running = null
    }
  }

  function write(): Promise<void> {
    if (queue.length === 0) return Promise.resolve()
    running ??= writeAll()
    return running
  }

  async function expectWritten(writable: Promise<void> | null): Promise<void> {
    await writable
    if (queue.length > 0) await write()
    if (queue.length > 0) await store().expectWritable()
  }

  return {
    get waiting() {
      return queue.length
    },
    get lost() {
      return lost
    },
    append: (entry) =>
      new Promise((resolve, reject) => {
        queue.push({ entry, resolve, reject })
        void write().catch((error: unknown) => background.failed('audit log', error))
      }),
    expectWritable() {
      const writable = store().expectWritable()
      return writable === null ? null : expectWritten(writable)
    },
    async [Symbol.asyncDispose]() {
      await write()
      cancel()
    },
  }
}
