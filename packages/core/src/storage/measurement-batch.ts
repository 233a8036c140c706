import type { Kysely, Transaction } from 'kysely'
import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { serialize } from '../kernel/serial.ts'
import { outsideTrace } from '../kernel/tracing/trace-context.ts'
import type { StorageGuard } from './storage-guard.ts'

type Write<Tables> = (transaction: Transaction<Tables>) => Promise<void>

/** Whether this process may write for all replicas, until the transaction ends. */
type Fence<Tables> = (transaction: Transaction<Tables>) => Promise<boolean>

interface Waiting<Tables> {
  readonly write: Write<Tables>
  readonly isFenced: boolean
}

/** Measurements on their way to the storage: nobody waits for them, and a commit is for many of them. */
export interface MeasurementBatch<Tables> extends AsyncDisposable {
  add(write: Write<Tables>): void
  /** For what one of several replicas writes for all: left out where another one does by the time it is written. */
  addFenced(write: Write<Tables>): void
  /** What `addFenced` asks; without it, all is written. */
  fenceBy(fence: Fence<Tables>): void
  /** Writes those that wait, as far as the storage works, so that what is read next has them. */
  flush(): Promise<void>
}

const waitMs = 5000
/** While a storage fails for long, the oldest are lost. */
const maxWaiting = 10_000

export interface MeasurementBatchOptions<Tables> {
  readonly db: Kysely<Tables>
  readonly guard: Pick<StorageGuard, 'write'>
  readonly clock: Clock
  /** Told of a measurement that is left out, since it fails although the storage works. */
  readonly report: (error: unknown) => void
}

/** Collects writes for up to 5 s and commits them together. Disposing it writes those that wait. */
export function createMeasurementBatch<Tables>({
  db,
  guard,
  clock,
  report,
}: MeasurementBatchOptions<Tables>): MeasurementBatch<Tables> {
  let waiting: Waiting<Tables>[] = []
  let fence: Fence<Tables> = async () => true
  let cancel: (() => void) | null = null
  let isClosed = false
  const inTurn = serialize()

  async function write() {
    const due = waiting
    if (due.length === 0) return
    waiting = []
    const left = await writeTogether(due)
    if (left.length === 0) return
    // The guard has told it. They are written with the next ones.
    waiting = [...left, ...waiting].slice(-maxWaiting)
    writeLater()
  }

  /** Returns those that the storage did not take. */
  async function writeTogether(due: readonly Waiting<Tables>[]): Promise<readonly Waiting<Tables>[]> {
    try {
      await guard.write(() =>
        db.transaction().execute(async (transaction) => {
          // Asked once, since it holds for the whole transaction.
          let mayWrite: boolean | null = null
          for (const { write, isFenced } of due) {
            if (isFenced) mayWrite ??= await fence(transaction)
            if (!isFenced || mayWrite) await write(transaction)
          }
        }),
      )
      return []
    } catch (error) {
      if (error instanceof DashboardError) return due
      // Halves are tried until the one that fails by itself is alone: the others are not lost with it, nor held up by it.
      if (due.length > 1) {
        const middle = due.length >> 1
        const first = await writeTogether(due.slice(0, middle))
        return [...first, ...(await writeTogether(due.slice(middle)))]
      }
      report(error)
      return []
    }
  }

  function flush(): Promise<void> {
    cancel?.()
    cancel = null
    return inTurn(write)
  }

  function writeLater() {
    if (!isClosed) cancel ??= clock.after(waitMs, () => outsideTrace(flush))
  }

  function add(measurement: Waiting<Tables>) {
    waiting.push(measurement)
    if (waiting.length > maxWaiting) waiting.shift()
    writeLater()
  }

  return {
    flush,
    add: (write) => add({ write, isFenced: false }),
    addFenced: (write) => add({ write, isFenced: true }),
    fenceBy(by) {
      fence = by
    },
    [Symbol.asyncDispose]() {
      isClosed = true
      return flush()
    },
  }
}
