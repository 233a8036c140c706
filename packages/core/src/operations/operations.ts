import { randomUUID } from 'node:crypto'
import type { Operations as OperationsView, PerformanceRange } from '@ollama-dashboard/contracts'
import type { Background } from '../kernel/background.ts'
import type { Actor } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { sees } from '../kernel/rights/sees.ts'
import { firstHourOf, hourMs, hourOf, keptMs } from '../performance/hours.ts'
import { bucketOf } from '../performance/log-scale.ts'
import { sharedAnswers } from '../performance/shared-answers.ts'
import type { EndedOperation, NoteOperation } from './ended-operation.ts'
import type { OperationRepository } from './operation-repository.ts'
import { operationStatistics } from './operation-statistics.ts'
import type { OperationCounts, OperationScope } from './operation-table.ts'
import { thresholdOf } from './thresholds.ts'

export interface OperationAsked {
  /** The server that is asked about. */
  readonly instance: { readonly id: string; readonly name: string }
  readonly range: PerformanceRange
}

/** How work went: what somebody asked for, and what the dashboard does by itself. */
export interface Operations {
  /** Costs a few additions in memory; what was added up is written within seconds. */
  readonly note: NoteOperation
  /** Of one server and of this host, as far as the actor sees them, up to a second old. Throws `storage_unavailable`. */
  statistics(asked: OperationAsked, actor: Pick<Actor, 'grant'>): Promise<OperationsView>
  /** Calls back with all that ends; the returned function ends that. */
  listen(listener: NoteOperation): () => void
}

/** An hour in which everything is slow is told by its count: so many are kept of one operation, server and hour. */
const anomaliesAnHour = 20
const maxAnomalies = 100
const togetherMs = 60_000

interface Pending {
  readonly counts: Map<string, Adding>
  readonly since: number
}

/** Mutable while it is added to. */
type Adding = { -readonly [Key in keyof OperationCounts]: OperationCounts[Key] } & {
  readonly buckets: Map<number, number>
}

export interface OperationsOptions {
  readonly repository: OperationRepository
  readonly clock: Clock
  readonly background: Pick<Background, 'failed'>
}

export function createOperations({ repository, clock, background }: OperationsOptions): Operations {
  const listeners = new Set<NoteOperation>()
  const models = sharedAnswers<readonly string[]>(clock)
  const views = sharedAnswers<OperationsView>(clock)
  const anomalies = new Map<string, number>()
  let pending: Pending = { counts: new Map(), since: 0 }
  let cleanedAt = Number.NEGATIVE_INFINITY
  let anomaliesOf = ''

  /** What comes together is written together. Of a storage that fails for long, the batch loses the oldest. */
  function together(): Map<string, Adding> {
    const now = clock.elapsed()
    if (pending.counts.size > 0 && now - pending.since < togetherMs) return pending.counts
    const opened: Pending = { counts: new Map(), since: now }
    pending = opened
    repository.addLater(() => {
      if (pending === opened) pending = { counts: new Map(), since: 0 }
      return [...opened.counts.values()]
    })
    return opened.counts
  }

  function note(ended: EndedOperation) {
    const { operation, outcome, seconds, traceId } = ended
    const now = clock.now()
    const of = { instance: ended.instance?.id ?? '', model: ended.model ?? '', operation, hour: hourOf(now) }
    const key = JSON.stringify(Object.values(of))
    const sums = together()
    const counts = sums.get(key) ?? { ...of, ...none(), buckets: new Map<number, number>() }
    sums.set(key, counts)
    counts[outcome] += 1
    if (outcome === 'succeeded') {
      const bucket = bucketOf(seconds)
      counts.buckets.set(bucket, (counts.buckets.get(bucket) ?? 0) + 1)
      counts.min_seconds = Math.min(counts.min_seconds ?? seconds, seconds)
      counts.max_seconds = Math.max(counts.max_seconds ?? seconds, seconds)
    }
    const threshold_seconds = thresholdOf(operation)
    if (outcome !== 'cancelled' && threshold_seconds !== null && seconds > threshold_seconds) {
      counts.anomalies += 1
      const { hour, ...subject } = of
      if (mayKeep(hour, `${of.instance} ${operation}`)) {
        const found = { seconds, threshold_seconds, at: timestamp(now), trace_id: traceId }
        repository.addAnomaly({ id: randomUUID(), ...subject, ...found })
      }
    }
    clean(now)
    for (const listener of listeners) {
      try {
        listener(ended)
      } catch (error) {
        background.failed('operation listener', error)
      }
    }
  }

  function mayKeep(hour: string, subject: string): boolean {
    if (anomaliesOf !== hour) anomalies.clear()
    anomaliesOf = hour
    const before = anomalies.get(subject) ?? 0
    anomalies.set(subject, before + 1)
    return before < anomaliesAnHour
  }

  function clean(now: number) {
    if (now - cleanedAt < hourMs) return
    cleanedAt = now
    repository.removeBefore(hourOf(now - keptMs))
  }

  async function view(instance: OperationAsked['instance'], range: PerformanceRange, scope: OperationScope) {
    const [hours, buckets, slow] = await Promise.all([
      repository.hours(scope),
      repository.buckets(scope),
      repository.anomalies(scope, maxAnomalies),
    ])
    return {
      range,
      operations: operationStatistics(hours, buckets),
      anomalies: slow.map(({ id: _, model, instance: of, trace_id, ...anomaly }) => ({
        ...anomaly,
        model: model || null,
        instance: of === '' ? null : instance.name,
        trace_id: trace_id || null,
      })),
    }
  }

  return {
    note,
    async statistics({ instance, range }, actor) {
      const all: OperationScope = { instances: [instance.id, ''], since: firstHourOf(range, clock.now()) }
      // Sums are of those models alone that are seen; without a name, a database sums up all.
      const known = actor.grant?.models && (await models(JSON.stringify(all), () => repository.models(all)))
      const scope = known ? { ...all, models: [...known.filter((model) => isSeen(actor, model)), ''] } : all
      return views(JSON.stringify([instance.name, range, scope]), () => view(instance, range, scope))
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

const none = () => ({
  succeeded: 0,
  failed: 0,
  cancelled: 0,
  anomalies: 0,
  min_seconds: null as number | null,
  max_seconds: null as number | null,
})

const isSeen = (actor: Pick<Actor, 'grant'>, model: string): boolean => model === '' || sees(actor, { model })
