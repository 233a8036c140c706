/**
 * What was measured within one step, in tenths of the unit: whole numbers add up to the same whatever the order, so that a
 * step of an hour is exactly what its samples say.
 */
export interface Tally {
  min: number
  max: number
  sum: number
  count: number
}

export const tenths = 10

export function count(tallies: Map<string, Tally>, name: string, value: number | null): void {
  if (value === null || !Number.isFinite(value)) return
  const rounded = Math.round(value * tenths)
  merge(tallies, name, { min: rounded, max: rounded, sum: rounded, count: 1 })
}

/** Adds what was measured of the same at another time of the step. */
export function merge(tallies: Map<string, Tally>, name: string, more: Readonly<Tally>): void {
  const tally = tallies.get(name)
  if (!tally) {
    tallies.set(name, { ...more })
    return
  }
  tally.min = Math.min(tally.min, more.min)
  tally.max = Math.max(tally.max, more.max)
  tally.sum += more.sum
  tally.count += more.count
}
