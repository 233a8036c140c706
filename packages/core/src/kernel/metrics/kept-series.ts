import type { Labels, MetricInfo } from '../contributions.ts'

export interface SeriesOptions extends MetricInfo {
  /** The series that got nothing for the longest time are dropped beyond so many; 1,000 when absent. */
  readonly maxSeries?: number
  /** False for series of what is gone. All stay when absent. */
  readonly isKept?: (labels: Labels) => boolean
}

/** One member for each combination of labels, those that are used last at the end. */
export interface KeptSeries<T> {
  of(labels: Labels): T
  /** Those that stay. */
  all(): readonly { readonly labels: Labels; readonly member: T }[]
}

const defaultMax = 1000

export function keptSeries<T>(
  { labelNames, maxSeries = defaultMax, isKept = () => true }: SeriesOptions,
  make: () => T,
): KeptSeries<T> {
  const known = new Map<string, { readonly labels: Labels; readonly member: T }>()
  return {
    of(labels) {
      const key = labelNames.map((name) => labels[name] ?? '').join('\0')
      const before = known.get(key)
      const one = before ?? { labels, member: make() }
      if (before) known.delete(key)
      known.set(key, one)
      const [oldest] = known.keys()
      if (known.size > maxSeries && oldest !== undefined) known.delete(oldest)
      return one.member
    },
    all() {
      for (const [key, { labels }] of known) if (!isKept(labels)) known.delete(key)
      return [...known.values()]
    },
  }
}
