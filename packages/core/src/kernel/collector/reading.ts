import { DashboardError } from '../errors.ts'

/** The last good answer and how things stand since. The same object stays until the next attempt ends. */
export interface Reading<T> {
  readonly value: T | null
  /** Milliseconds since the epoch; null before the first good answer. */
  readonly fetchedAt: number | null
  /** Why the last attempt failed; null when it did not. */
  readonly error: DashboardError | null
  /** Attempts that failed since the last good one. */
  readonly failures: number
  readonly triedAt: number | null
}

export const nothingRead = { value: null, fetchedAt: null, error: null, failures: 0, triedAt: null } as const

export const readingOf = <T>(value: T, now: number): Reading<T> => ({
  value,
  fetchedAt: now,
  error: null,
  failures: 0,
  triedAt: now,
})

export const failedReading = <T>(before: Reading<T>, error: unknown, now: number): Reading<T> => ({
  ...before,
  error: asDashboardError(error),
  failures: before.failures + 1,
  triedAt: now,
})

const asDashboardError = (error: unknown): DashboardError =>
  error instanceof DashboardError
    ? error
    : new DashboardError('internal', 'The response could not be read.', { cause: error })
