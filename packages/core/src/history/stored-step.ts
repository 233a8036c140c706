import type { HistoryRow } from './history-table.ts'
import { newStep, type Step } from './step.ts'
import { merge } from './tally.ts'

type StoredFigures = Pick<HistoryRow, 'figures' | 'gpus'>

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

/** Adds a stored step to another; only `storedStep` makes what is stored, in earlier versions with a list for each figure. */
export function mergeStored({ tallies, gpus: known }: Step, { figures, gpus }: StoredFigures): void {
  for (const [names, numbers] of Object.entries(JSON.parse(figures) as StoredTallies)) {
    let at = 0
    for (const name of names.split(' ')) {
      const [min = 0, max = 0, sum = 0, count = 0] = [numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]]
      if (count > 0) merge(tallies, name, { min, max, sum, count })
      at += 4
    }
  }
  if (gpus === null) return
  const names = JSON.parse(gpus) as Record<string, string>
  for (const index in names) known.set(Number(index), names[index] as string)
}

export function readStep(stored: StoredFigures): Step {
  const step = newStep()
  mergeStored(step, stored)
  return step
}
