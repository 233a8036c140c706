import type { Kysely, Transaction } from 'kysely'
import type { Clock } from '../clock.ts'
import type { StorageGuard } from './storage-guard.ts'
import type { Tables } from './tables.ts'

type Write = (transaction: Transaction<Tables>) => Promise<void>

/** Measurements on their way to the storage: nobody waits for them, and a commit is for many of them. */
export interface MeasurementBatch extends AsyncDisposable {
  add(write: Write): void
  /** Writes those that wait, as far as the storage works, so that what is read next has them. */
  flush(): Promise<void>
}

const waitMs = 5000
/** While a storage fails for long, the oldest are lost. */
const maxWaiting = 10_000

export function createMeasurementBatch(db: Kysely<Tables>, guard: StorageGuard, clock: Clock): MeasurementBatch {
  let waiting: Write[] = []
  let cancel: (() => void) | null = null
  let writing: Promise<void> = Promise.resolve()
  let isClosed = false

  async function write() {
    const due = waiting
    if (due.length === 0) return
    waiting = []
    try {
      await guard.write(() =>
        db.transaction().execute(async (transaction) => {
          for (const measurement of due) await measurement(transaction)
        }),
      )
    } catch {
      // The guard has told it. They are written with the next ones.
      waiting = [...due, ...waiting].slice(-maxWaiting)
      writeLater()
    }
  }

  function flush(): Promise<void> {
    cancel?.()
    cancel = null
    writing = writing.then(write)
    return writing
  }

  function writeLater() {
    if (!isClosed) cancel ??= clock.after(waitMs, flush)
  }

  return {
    flush,
    add(measurement) {
      waiting.push(measurement)
      if (waiting.length > maxWaiting) waiting.shift()
      writeLater()
    },
    [Symbol.asyncDispose]() {
      isClosed = true
      return flush()
    },
  }
}
