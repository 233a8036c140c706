import type { ErrorCode } from '@ollama-dashboard/contracts'
import type { Reading } from '../../kernel/collector/reading.ts'
import { DashboardError } from '../../kernel/errors.ts'

/** A reading as another replica is told it. Times are ages: clocks of two machines differ. */
export interface ToldReading {
  /** Of the value, so that whoever has the same needs no other. */
  readonly digest: string
  /** Absent where the others should have it, or where it is too large. */
  readonly value?: unknown
  /** Null before the first good answer. */
  readonly agoMs: number | null
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly hint?: string | undefined } | null
  readonly failures: number
  /** How long the question took. */
  readonly tookMs: number
  /** In how many milliseconds there is more to tell. */
  readonly nextMs: number
}

export function toldOf(
  { fetchedAt, error, failures }: Reading<unknown>,
  now: number,
): Pick<ToldReading, 'agoMs' | 'error' | 'failures'> {
  return {
    agoMs: fetchedAt === null ? null : Math.max(0, now - fetchedAt),
    error: error && { code: error.code, message: error.message, hint: error.hint },
    failures,
  }
}

/** The reading, with a value that is known or was told. */
export function readingOfTold<T>({ agoMs, error, failures }: ToldReading, value: T | null, now: number): Reading<T> {
  return {
    value,
    fetchedAt: agoMs === null ? null : now - agoMs,
    error: error && new DashboardError(error.code, error.message, error.hint ? { hint: error.hint } : {}),
    failures,
    triedAt: now,
  }
}
