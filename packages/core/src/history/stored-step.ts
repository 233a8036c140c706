import type { HistoryRow } from './history-table.ts'
import type { Step } from './step.ts'

type StoredFigures = Pick<HistoryRow, 'figures' | 'gpus'>

/** A step as it is stored. */
export const storedStep = ({ tallies, gpus }: Step): StoredFigures => ({
  figures: JSON.stringify(
    Object.fromEntries([...tallies].map(([name, { min, max, sum, count }]) => [name, [min, max, sum, count]])),
  ),
  gpus: gpus.size === 0 ? null : JSON.stringify(Object.fromEntries(gpus)),
})

/** Only `storedStep` makes what is stored. */
export function readStep({ figures, gpus }: StoredFigures): Step {
  const stored = JSON.parse(figures) as Record<string, [number, number, number, number]>
  const names = gpus === null ? {} : (JSON.parse(gpus) as Record<string, string>)
  return {
    tallies: new Map(
      Object.entries(stored).map(([name, [min, max, sum, count]]) => [name, { min, max, sum, count }] as const),
    ),
    gpus: new Map(Object.entries(names).map(([index, name]) => [Number(index), name])),
  }
}
