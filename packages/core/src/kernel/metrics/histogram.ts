import type { Exemplar, HistogramMetric, Labels } from '../contributions.ts'
import { keptSeries, type SeriesOptions } from './kept-series.ts'

export interface HistogramOptions extends SeriesOptions {
  /** Ascending, and finite. */
  readonly bounds: readonly number[]
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export interface Histogram extends HistogramMetric {
  /** With the trace that the value belongs to, 32 hex digits; empty for none. */
  observe(labels: Labels, value: number, traceId: string): void
}

interface Kept {
  readonly counts: number[]
  readonly exemplars: (Exemplar | null)[]
  sum: number
}

/** Counts values by size since the start of the process. */
export function createHistogram(options: HistogramOptions): Histogram {
  const { name, help, labelNames, bounds, now } = options
  const series = keptSeries(options, (): Kept => {
    const ranges = bounds.length + 1
    return { counts: Array<number>(ranges).fill(0), exemplars: Array<null>(ranges).fill(null), sum: 0 }
  })
  return {
    type: 'histogram',
    ...{ name, help, labelNames, bounds },
    series: () => series.all().map(({ labels, member }) => ({ labels, ...member })),
    observe(labels, value, traceId) {
      const kept = series.of(labels)
      const above = bounds.findIndex((bound) => value <= bound)
      const range = above < 0 ? bounds.length : above
      kept.counts[range] = (kept.counts[range] ?? 0) + 1
      kept.sum += value
      if (traceId !== '') kept.exemplars[range] = { traceId, value, at: now() }
    },
  }
}
