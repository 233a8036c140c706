import type { ChatMetrics, ModelPerformance } from '@ollama-dashboard/contracts'
import { type Clock, timestamp } from '../clock.ts'
import type { Instance } from '../instances/instance.ts'
import type { PerformanceBucket, PerformanceRepository } from '../storage/performance-repository.ts'
import { bucketOf, percentile } from './log-scale.ts'

/** A server, or the simulated one in its place. */
type Server = Pick<Instance, 'name' | 'demo'>

export interface Observed {
  readonly instance: Server
  readonly model: string
  /** Null for a request that failed. */
  readonly metrics: Pick<
    ChatMetrics,
    'tokens_per_second' | 'time_to_first_token_ms' | 'load_seconds' | 'prompt_tokens' | 'completion_tokens'
  > | null
}

/** How fast models were here, by hour: added up as requests end, so that reading costs the same after a million. */
export interface ObservedPerformance {
  note(observed: Observed): Promise<void>
  of(instance: Server, model: string): Promise<ModelPerformance>
}

const hourMs = 3_600_000
/** 30 days. */
const keptMs = 30 * 24 * hourMs

export function createObservedPerformance(repository: PerformanceRepository, clock: Clock): ObservedPerformance {
  let cleanedAt = Number.NEGATIVE_INFINITY

  return {
    async note({ instance, model, metrics }) {
      const now = clock.now()
      const measured = [
        ['tokens_per_second', metrics?.tokens_per_second],
        ['time_to_first_token_ms', metrics?.time_to_first_token_ms],
        // A model that was warm was not loaded.
        ['load_seconds', metrics?.load_seconds || null],
      ] as const
      await repository.add({
        instance: keyOf(instance),
        model,
        hour: hourOf(now),
        at: timestamp(now),
        failed: metrics === null,
        promptTokens: metrics?.prompt_tokens ?? 0,
        completionTokens: metrics?.completion_tokens ?? 0,
        buckets: measured.flatMap(([metric, value]) => (value == null ? [] : [{ metric, bucket: bucketOf(value) }])),
      })
      if (now - cleanedAt < hourMs) return
      cleanedAt = now
      await repository.removeBefore(hourOf(now - keptMs))
    },

    async of(server, model) {
      const instance = keyOf(server)
      const [hours, buckets] = await Promise.all([
        repository.hours(instance, model),
        repository.buckets(instance, model),
      ])
      const counted = countedBy(buckets)
      const sum = (part: 'requests' | 'errors') => hours.reduce((total, hour) => total + hour[part], 0)
      return {
        model,
        requests: sum('requests'),
        errors: sum('errors'),
        tokens_per_second: spreadOf(counted('tokens_per_second')),
        time_to_first_token_ms: spreadOf(counted('time_to_first_token_ms')),
        load_seconds: { p50: counted('load_seconds')(0.5) },
        last_used_at: hours.at(-1)?.last_used_at ?? null,
        history: hours.map(({ hour, requests, errors, prompt_tokens, completion_tokens }) => ({
          t: hour,
          requests,
          errors,
          prompt_tokens,
          completion_tokens,
          tokens_per_second: counted('tokens_per_second', hour)(0.5),
          time_to_first_token_ms: counted('time_to_first_token_ms', hour)(0.5),
        })),
      }
    },
  }
}

/** The real server takes the name over from the demo, and nothing else: no name has a space. */
const keyOf = ({ name, demo }: Server): string => (demo ? `${name} (demo)` : name)

const hourOf = (ms: number): string => timestamp(Math.floor(ms / hourMs) * hourMs)

type Percentiles = (share: number) => number | null

const spreadOf = (at: Percentiles) => ({ p50: at(0.5), p95: at(0.95) })

/** The percentiles of a metric over all hours, or of one. */
function countedBy(buckets: readonly PerformanceBucket[]): (metric: string, hour?: string) => Percentiles {
  const counts = new Map<string, Map<number, number>>()
  const add = (key: string, { bucket, count }: PerformanceBucket) => {
    const ofKey = counts.get(key) ?? new Map<number, number>()
    counts.set(key, ofKey.set(bucket, (ofKey.get(bucket) ?? 0) + count))
  }
  for (const one of buckets) {
    add(one.metric, one)
    add(`${one.metric} ${one.hour}`, one)
  }
  return (metric, hour) => {
    const found = counts.get(hour === undefined ? metric : `${metric} ${hour}`) ?? new Map<number, number>()
    return (share) => percentile(found, share)
  }
}
