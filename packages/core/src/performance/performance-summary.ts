import type { PerformanceHour, PerformanceSummary } from '@ollama-dashboard/contracts'
import { percentile } from './log-scale.ts'
import type { PerformanceBucket, PerformanceHour as StoredHour } from './performance-table.ts'

type Percentiles = (share: number) => number | null
type ByMetric = (metric: string) => Percentiles

type Counted = Pick<PerformanceBucket, 'metric' | 'bucket' | 'count'>

/** The percentiles of each metric, for each thing that buckets are of. */
export function percentilesBy<Bucket extends Counted>(
  buckets: readonly Bucket[],
  subjectOf: (bucket: Bucket) => string,
): (subject: string) => ByMetric {
  const bySubject = Map.groupBy(buckets, subjectOf)
  return (subject) => {
    const byMetric = Map.groupBy(bySubject.get(subject) ?? [], ({ metric }) => metric)
    return (metric) => {
      const counts = new Map<number, number>()
      for (const { bucket, count } of byMetric.get(metric) ?? []) counts.set(bucket, (counts.get(bucket) ?? 0) + count)
      return (share) => percentile(counts, share)
    }
  }
}

type Sums = Pick<PerformanceSummary, 'requests' | 'errors' | 'last_used_at' | 'last_used_by'>

export function summaryOf(
  model: string,
  { requests, errors, last_used_at, last_used_by }: Sums,
  at: ByMetric,
): PerformanceSummary {
  const spread = (percentiles: Percentiles) => ({ p50: percentiles(0.5), p95: percentiles(0.95) })
  return {
    model,
    requests,
    errors,
    tokens_per_second: spread(at('tokens_per_second')),
    time_to_first_token_ms: spread(at('time_to_first_token_ms')),
    load_seconds: { p50: at('load_seconds')(0.5) },
    last_used_at,
    last_used_by,
  }
}

/** Hour by hour, as the hours come. */
export function historyOf(hours: readonly StoredHour[], buckets: readonly PerformanceBucket[]): PerformanceHour[] {
  const of = percentilesBy(buckets, ({ hour }) => hour)
  return hours.map(({ hour, requests, errors, prompt_tokens, completion_tokens }) => {
    const at = of(hour)
    return {
      t: hour,
      requests,
      errors,
      prompt_tokens,
      completion_tokens,
      tokens_per_second: at('tokens_per_second')(0.5),
      time_to_first_token_ms: at('time_to_first_token_ms')(0.5),
    }
  })
}
