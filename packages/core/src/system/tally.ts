import type { Spread } from '@ollama-dashboard/contracts'

/** What was measured within one step. */
export interface Tally {
  min: number
  max: number
  sum: number
  count: number
}

/** Counts each figure of a sample in; one that was not measured is left out. */
export function countIn<Name extends string>(
  tallies: Partial<Record<Name, Tally>>,
  names: readonly Name[],
  sample: Readonly<Record<Name, number | null>>,
): void {
  for (const name of names) {
    const value = sample[name]
    if (value === null) continue
    const tally = tallies[name]
    if (!tally) {
      tallies[name] = { min: value, max: value, sum: value, count: 1 }
      continue
    }
    tally.min = Math.min(tally.min, value)
    tally.max = Math.max(tally.max, value)
    tally.sum += value
    tally.count += 1
  }
}

export const spreadOf = (tally: Tally | undefined): Spread | null =>
  tally ? { min: tally.min, avg: Math.round((tally.sum / tally.count) * 10) / 10, max: tally.max } : null
