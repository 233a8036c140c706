import type { Clock } from '../clock.ts'
import type { DashboardError } from '../errors.ts'
import type { OtherReaders } from './other-readers.ts'
import type { Reading } from './reading.ts'

export type OnAttempt = (collector: string, seconds: number, error: DashboardError | null) => void

export interface CollectorOptions<T> {
  readonly name: string
  readonly fetch: (signal: AbortSignal) => Promise<T>
  readonly intervalMs: number
  /** The interval while somebody looks: a read within the last `watchedForMs`. */
  readonly watchedIntervalMs: number
  readonly clock: Clock
  readonly onReading?: (reading: Reading<T>, before: Reading<T>) => void
  /** Told of each attempt that ended, and how many seconds it took. It must not throw. */
  readonly onAttempt?: OnAttempt
  /** Told of failures that nobody foresaw: of what is not a DashboardError, and of `onReading` itself. */
  readonly onUnexpected?: (error: unknown) => void
  /** Those who read the same in other processes; none when absent. */
  readonly others?: OtherReaders<T> | undefined
}
