import { type Clock, wait } from './clock.ts'
import { DashboardError } from './errors.ts'

export interface RetryOptions {
  readonly signal: AbortSignal
  readonly isTransient: (error: unknown) => boolean
  readonly clock: Clock
  /** Told before each further attempt. */
  readonly onRetry?: (() => void) | undefined
  /** 0 to 1, for the jitter. */
  readonly random?: () => number
}

const maxWaitsMs = [1000, 2000, 4000] as const
/** A server may ask for more time than that, but not for as much as it likes. */
const maxAskedMs = 60_000

/**
 * Tries something that may be repeated: at most three times more after 1, 2 and 4 s with full jitter, or after as long
 * as Ollama asked for. The last failure is thrown. An abort ends a wait at once.
 */
export async function retryTransient<T>(
  attempt: () => Promise<T>,
  { signal, isTransient, clock, onRetry, random = Math.random }: RetryOptions,
): Promise<{ value: T; attempts: number }> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return { value: await attempt(), attempts }
    } catch (error) {
      const longest = maxWaitsMs[attempts - 1]
      if (longest === undefined || !isTransient(error)) throw error
      const asked = error instanceof DashboardError ? error.retryAfterSeconds : undefined
      await wait(
        clock,
        asked === undefined ? random() * longest : Math.min(Math.max(0, asked * 1000), maxAskedMs),
        signal,
      )
      onRetry?.()
    }
  }
}
