import {
  type ChatMetrics,
  comparableName,
  type ModelPerformance,
  type PerformanceRange,
  type ServerPerformance,
} from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import type { Actor } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { seenOf } from '../kernel/rights/sees.ts'
import { firstHourOf, hourMs, hourOf, keptMs } from './hours.ts'
import { bucketOf } from './log-scale.ts'
import type { PerformanceRepository } from './performance-repository.ts'
import { historyOf, percentilesBy, summaryOf } from './performance-summary.ts'
import type { PerformanceOfModel, PerformanceScope } from './performance-table.ts'
import { sharedAnswers } from './shared-answers.ts'

type Server = Pick<Instance, 'id'>

export interface Observed {
  readonly instance: Server
  readonly model: string
  /** Id of the key of who asked; null where no key was used. */
  readonly by: string | null
  /** Null for a request that failed. */
  readonly metrics: Pick<
    ChatMetrics,
    'tokens_per_second' | 'time_to_first_token_ms' | 'load_seconds' | 'prompt_tokens' | 'completion_tokens'
  > | null
}

/** How fast models were here, by hour: added up as requests end, so that reading costs the same after a million. */
export interface ObservedPerformance {
  note(observed: Observed): Promise<void>
  /** In the last 30 days. */
  of(instance: Server, model: string): Promise<ModelPerformance>
  /** Performance of every model in the range that the actor sees, up to a second old. The last hour is the current one. */
  all(instance: Server, range: PerformanceRange, actor: Pick<Actor, 'grant'>): Promise<ServerPerformance>
  /** When each model was last used in the last 30 days, RFC 3339, by `comparableName`. */
  lastUses(instance: Server): Promise<ReadonlyMap<string, string>>
}

/** Stores measurements per hour and removes them after 30 days. Keeps nothing in memory. `onReply` is told of each. */
export function createObservedPerformance(
  repository: PerformanceRepository,
  clock: Clock,
  onReply: (instance: Server, metrics: Observed['metrics']) => void = () => {},
): ObservedPerformance {
  let cleanedAt = Number.NEGATIVE_INFINITY
  const knownModels = sharedAnswers<readonly PerformanceOfModel[]>(clock)
  const views = sharedAnswers<ServerPerformance>(clock)
  const firstHour = (range: PerformanceRange) => firstHourOf(range, clock.now())

  async function view(
    instance: string,
    range: PerformanceRange,
    models: readonly PerformanceOfModel[],
    scope: PerformanceScope & { readonly since: string },
  ): Promise<ServerPerformance> {
    const [modelBuckets, hours, buckets] = await Promise.all([
      repository.modelBuckets(instance, scope.since),
      repository.hours(instance, scope),
      repository.buckets(instance, scope),
    ])
    const of = percentilesBy(modelBuckets, ({ model }) => model)
    return {
      range,
      models: models
        .map((sums) => summaryOf(sums.model, sums, of(sums.model)))
        .toSorted((a, b) => b.requests - a.requests || (a.model < b.model ? -1 : 1)),
      history: historyOf(hours, buckets),
    }
  }

  return {
    async note({ instance, model, by, metrics }) {
      const now = clock.now()
      onReply(instance, metrics)
      const measured = [
        ['tokens_per_second', metrics?.tokens_per_second],
        ['time_to_first_token_ms', metrics?.time_to_first_token_ms],
        // A model that was warm was not loaded.
        ['load_seconds', metrics?.load_seconds || null],
      ] as const
      repository.add({
        instance: instance.id,
        model,
        by,
        hour: hourOf(now),
        at: timestamp(now),
        failed: metrics === null,
        promptTokens: metrics?.prompt_tokens ?? 0,
        completionTokens: metrics?.completion_tokens ?? 0,
        buckets: measured.flatMap(([metric, value]) => (value == null ? [] : [{ metric, bucket: bucketOf(value) }])),
      })
      if (now - cleanedAt < hourMs) return
      cleanedAt = now
      repository.removeBefore(hourOf(now - keptMs))
    },

    async of({ id: instance }, model) {
      const since = firstHour('30d')
      const [hours, buckets] = await Promise.all([
        repository.hours(instance, { models: [model], since }),
        repository.buckets(instance, { models: [model], since }),
      ])
      const sum = (part: 'requests' | 'errors') => hours.reduce((total, hour) => total + hour[part], 0)
      const sums = {
        requests: sum('requests'),
        errors: sum('errors'),
        last_used_at: hours.at(-1)?.last_used_at ?? null,
        last_used_by: hours.at(-1)?.last_used_by ?? null,
      }
      const overall = percentilesBy(buckets, () => model)
      return { ...summaryOf(model, sums, overall(model)), history: historyOf(hours, buckets) }
    },

    async all({ id: instance }, range, actor) {
      const since = firstHour(range)
      const known = await knownModels(JSON.stringify([instance, since]), () => repository.models(instance, since))
      const models = seenOf(actor, known, ({ model }) => ({ model }))
      // Sums hour by hour are of those alone that are seen; without a name, a database would sum up all.
      const names = actor.grant?.models && models.map(({ model }) => model)
      if (names?.length === 0) return { range, models: [], history: [] }
      const scope = { since, ...(names && { models: names }) }
      return views(JSON.stringify([instance, range, scope]), () => view(instance, range, models, scope))
    },

    async lastUses({ id }) {
      const models = await repository.models(id, firstHour('30d'))
      return new Map(models.map(({ model, last_used_at }) => [comparableName(model), last_used_at]))
    },
  }
}
