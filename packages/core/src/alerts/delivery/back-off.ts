/** Every message is tried that often. */
export const maxAttempts = 5

/** After the first attempt, the second, and so on: five tries take some thirteen minutes, longer than most restarts. */
const waitsMs = [5000, 30_000, 120_000, 600_000] as const

/** A receiver may ask for more time than that, but not for as much as it likes. */
const maxAskedMs = 3_600_000
const minAskedMs = 1000

/**
 * Milliseconds until the next attempt, after so many; null where there is none. `random` is 0 to 1: a fifth of the wait
 * more or less, so that dashboards do not all come back at once. What the receiver asked for counts in its place.
 */
export function nextWaitMs(attempts: number, askedSeconds: number | null, random: () => number): number | null {
  const wait = waitsMs[attempts - 1]
  if (wait === undefined) return null
  if (askedSeconds !== null) return Math.min(Math.max(askedSeconds * 1000, minAskedMs), maxAskedMs)
  return Math.round(wait * (0.8 + 0.4 * random()))
}
