import type { OperationStatistics } from '@ollama-dashboard/contracts'
import { percentile } from '../performance/log-scale.ts'
import type { OperationBucketRow, OperationHourRow } from './operation-repository.ts'
import { inOrder, thresholdOf } from './thresholds.ts'

/** Of every operation that anything is known of, from its sums and buckets by hour; hours come oldest first. */
export function operationStatistics(
  hours: readonly OperationHourRow[],
  buckets: readonly OperationBucketRow[],
): OperationStatistics[] {
  const bucketsOf = Map.groupBy(buckets, ({ operation }) => operation)
  return [...Map.groupBy(hours, ({ operation }) => operation)]
    .toSorted(([a], [b]) => inOrder(a, b))
    .map(([operation, own]) => statisticsOf(operation, own, bucketsOf.get(operation) ?? []))
}

function statisticsOf(
  operation: string,
  hours: readonly OperationHourRow[],
  buckets: readonly OperationBucketRow[],
): OperationStatistics {
  const sum = (part: 'succeeded' | 'failed' | 'cancelled' | 'anomalies') =>
    hours.reduce((total, hour) => total + hour[part], 0)
  const [succeeded, failed, cancelled] = [sum('succeeded'), sum('failed'), sum('cancelled')]
  const decided = succeeded + failed
  const all = countsOf(buckets)
  const ofHour = Map.groupBy(buckets, ({ hour }) => hour)
  const [min, max] = [extreme(Math.min, hours, 'min_seconds'), extreme(Math.max, hours, 'max_seconds')]
  // A bucket stands for all values in it: its middle may lie beyond the outermost of them.
  const within = (share: number) => {
    const value = percentile(all, share)
    return value === null ? null : Math.min(Math.max(value, min ?? value), max ?? value)
  }
  return {
    operation,
    total: decided + cancelled,
    succeeded,
    failed,
    cancelled,
    success_rate_percent: decided > 0 ? Math.round((succeeded / decided) * 10_000) / 100 : null,
    seconds: {
      min,
      p50: within(0.5),
      p95: within(0.95),
      p99: within(0.99),
      max,
    },
    threshold_seconds: thresholdOf(operation),
    anomalies: sum('anomalies'),
    history: hours.map((hour) => {
      const counts = countsOf(ofHour.get(hour.hour) ?? [])
      return {
        t: hour.hour,
        total: hour.succeeded + hour.failed + hour.cancelled,
        failed: hour.failed,
        p50: percentile(counts, 0.5),
        p95: percentile(counts, 0.95),
      }
    }),
  }
}

function countsOf(buckets: readonly OperationBucketRow[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { bucket, count } of buckets) counts.set(bucket, (counts.get(bucket) ?? 0) + count)
  return counts
}

function extreme(
  of: (...values: number[]) => number,
  hours: readonly OperationHourRow[],
  part: 'min_seconds' | 'max_seconds',
): number | null {
  const known = hours.flatMap((hour) => hour[part] ?? [])
  return known.length > 0 ? Number(of(...known).toPrecision(3)) : null
}
