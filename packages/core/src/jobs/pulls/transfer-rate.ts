import type { Clock } from '../../kernel/clock.ts'

/** A change of the rate has shown to about two thirds after this time. */
const smoothingMs = 5000
/** Bytes arrive in bursts: shorter looks would see either none or too many. */
const sampleMs = 500

/** Bytes a second, smoothed exponentially; null until there was time to see any. */
export interface TransferRate {
  /** Counts bytes that came since the last call; none is an observation too. */
  add(bytes: number): void
  /** Nothing was expected to come until now: the time since the last bytes does not count. */
  pause(): void
  readonly bytesPerSecond: number | null
}

export function createTransferRate(clock: Clock): TransferRate {
  let rate: number | null = null
  let since: number | null = null
  let bytes = 0

  return {
    add(more) {
      const now = clock.elapsed()
      if (since === null) {
        since = now
        return
      }
      bytes += more
      const elapsed = now - since
      if (elapsed < sampleMs) return
      const sample = (bytes / elapsed) * 1000
      rate = rate === null ? sample : rate + (sample - rate) * (1 - Math.exp(-elapsed / smoothingMs))
      since = now
      bytes = 0
    },
    pause() {
      since = null
      bytes = 0
    },
    get bytesPerSecond() {
      return rate
    },
  }
}
