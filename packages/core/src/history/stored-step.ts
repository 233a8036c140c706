import type { HistoryRow } from './history-table.ts'
import type { Step } from './step.ts'
import { merge, type Tally } from './tally.ts'

export type StoredFigures = Pick<HistoryRow, 'figures' | 'gpus'>

/** Charts read thousands of these: one long list of numbers takes a fraction of the time that a list for each figure takes. */
type StoredTallies = Readonly<Record<string, readonly number[]>>

/** A step as it is stored. */
export const storedStep = ({ tallies, gpus }: Step): StoredFigures => ({
  figures: JSON.stringify({
    [[...tallies.keys()].join(' ')]: [...tallies.values()].flatMap(({ min, max, sum, count }) => [
      min,
      max,
      sum,
      count,
    ]),
  } satisfies StoredTallies),
  gpus: gpus.size === 0 ? null : JSON.stringify(Object.fromEntries(gpus)),
})

/** Four numbers for each name; only `storedStep` makes what is stored, in earlier versions with a list for each figure. */
export const storedTallies = (figures: string): StoredTallies => JSON.parse(figures)

export const storedGpus = (gpus: string): ReadonlyMap<number, string> =>
  new Map(Object.entries(JSON.parse(gpus) as Record<string, string>).map(([index, name]) => [Number(index), name]))

export function readStep({ figures, gpus }: StoredFigures): Step {
  const tallies = new Map<string, Tally>()
  for (const [names, numbers] of Object.entries(storedTallies(figures))) {
    let at = 0
    for (const name of names.split(' ')) {
      const [min = 0, max = 0, sum = 0, count = 0] = [numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]]
      if (count > 0) merge(tallies, name, { min, max, sum, count })
      at += 4
    }
  }
  return { tallies, gpus: new Map(gpus === null ? [] : storedGpus(gpus)) }
}
