import type { Labels, Metric } from '../contributions.ts'
import { keptSeries, type SeriesOptions } from './kept-series.ts'

export interface Counter extends Metric {
  /** Costs a look-up. */
  add(labels: Labels, amount?: number): void
}

/** Counts since the start of the process. */
export function createCounter(options: SeriesOptions): Counter {
  const { name, help, labelNames } = options
  const series = keptSeries(options, () => ({ value: 0 }))
  return {
    type: 'counter',
    ...{ name, help, labelNames },
    samples: () => series.all().map(({ labels, member: { value } }) => ({ labels, value })),
    add(labels, amount = 1) {
      series.of(labels).value += amount
    },
  }
}
