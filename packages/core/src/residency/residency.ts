import { comparableName, type Residency, type ResidencySpan } from '@ollama-dashboard/contracts'
import { type HistoryInput, windowOf } from '../history/history-window.ts'
import { defaultRetentionMs } from '../history/tiers.ts'
import type { Instance } from '../instances/instance.ts'
import type { InstanceInput, Instances } from '../instances/instances.ts'
import { perInstance } from '../instances/per-instance.ts'
import type { Background } from '../kernel/background.ts'
import { type CallContext, keyIdOf } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { seenOf } from '../kernel/rights/sees.ts'
import type { ModelTasks } from '../models/actions/model-tasks.ts'
import type { Working } from '../models/activity/working.ts'
import type { LoadedModel } from '../ollama/ollama.ts'
import { unshared } from '../replicas/alone.ts'
import type { Lease } from '../replicas/lease.ts'
import type { ResidencyRepository, StoredSpan } from './residency-repository.ts'

/** Which models were in memory when, on each Ollama server. Disposing it saves when each was last seen. */
export interface ResidencyLog extends Disposable {
  /** Learns from an answer of `/api/ps`. */
  note(instance: Instance, loaded: readonly LoadedModel[]): void
  /** Throws `instance_not_found`, `validation_failed` for a period that cannot be, and `storage_unavailable`. */
  read(context: CallContext, input: HistoryInput & InstanceInput): Promise<Residency>
}

export interface ResidencyOptions {
  readonly repository: ResidencyRepository
  readonly instances: () => Instances
  readonly tasks: Pick<ModelTasks, 'working'>
  /** How long spans are kept; a year when absent. */
  readonly retentionMs?: number | undefined
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
  /** All replicas watch, so that whoever takes over goes on, and the one that holds it writes. */
  readonly leader?: Lease
}

/** A server is asked at least every ten seconds: after longer silence, nobody knows when a model left. */
const silenceMs = 30_000
const saveMs = 60_000
/** In minutes. */
const removeEvery = 60

/** What is in memory, by name. */
type OpenSpans = Map<string, StoredSpan>

export function createResidencyLog(options: ResidencyOptions): ResidencyLog {
  const { repository, instances, tasks, retentionMs = defaultRetentionMs, clock, background } = options
  const { leader = unshared.leader } = options
  const openOf = perInstance((): OpenSpans => new Map())
  /** Spans that an earlier process left open; they are read when the server answers first. */
  const known = perInstance((instance) => background.settle('residency', restore(instance)))
  let minutes = 0
  let cancel = schedule()

  async function restore(instance: Instance) {
    for (const span of await repository.open(instance)) openOf(instance).set(comparableName(span.model), span)
  }

  function schedule() {
    return clock.after(saveMs, () => {
      cancel = schedule()
      if (!leader.isHeld()) return
      saveSeen()
      minutes += 1
      if (minutes % removeEvery === 0) repository.removeBefore(timestamp(clock.now() - retentionMs))
    })
  }

  /** So that after a kill a span ends when it was last seen, give or take a minute. */
  function saveSeen() {
    for (const instance of instances().all()) {
      for (const { model, last_seen_at, size, size_vram, context_length } of openOf(instance).values()) {
        repository.see(instance, model, { last_seen_at, size, size_vram, context_length })
      }
    }
  }

  /** What the one before did not write any more: its last minute, and what came or left until now. */
  async function takeOver(instance: Instance) {
    await known(instance)
    const open = openOf(instance)
    for (const { model, last_seen_at } of await repository.open(instance))
      if (!open.has(comparableName(model))) repository.end(instance, model, last_seen_at)
    for (const span of open.values()) repository.begin(instance, span)
    saveSeen()
  }
  const stopListening = leader.onChange((isHeld) => {
    if (!isHeld) return
    for (const instance of instances().all()) void background.settle('residency', takeOver(instance))
  })

  function look(instance: Instance, loaded: readonly LoadedModel[], now: string, working: readonly Working[]) {
    const open = openOf(instance)
    const names = new Map(loaded.map((model) => [comparableName(model.name), model]))
    for (const [name, span] of open) {
      const isSilent = Date.parse(now) - Date.parse(span.last_seen_at) > silenceMs
      const model = names.get(name)
      // With another context it was loaded anew.
      if (model && (span.context_length ?? model.contextLength) === model.contextLength) continue
      open.delete(name)
      if (leader.isHeld()) repository.end(instance, span.model, isSilent ? span.last_seen_at : now)
    }
    for (const [name, { name: model, size, sizeVram: size_vram, contextLength: context_length }] of names) {
      const seen = { last_seen_at: now, size, size_vram, context_length }
      const before = open.get(name)
      if (before) {
        open.set(name, { ...before, ...seen })
        continue
      }
      const cause = working.find((one) => comparableName(one.model) === name)
      const span = {
        ...seen,
        model,
        loading_at: cause?.state === 'loading' ? timestamp(cause.since) : null,
        loaded_at: now,
        ended_at: null,
        requested_by: cause ? keyIdOf(cause.actor) : null,
      }
      open.set(name, span)
      if (leader.isHeld()) repository.begin(instance, span)
    }
  }

  function view(instance: Instance, stored: StoredSpan): ResidencySpan {
    const { last_seen_at, ...span } = stored
    const live = stored.ended_at === null ? openOf(instance).get(comparableName(stored.model)) : undefined
    const isThere = live !== undefined && instance.reachable() === true
    return {
      ...span,
      instance: instance.name,
      size: live?.size ?? span.size,
      size_vram: live?.size_vram ?? span.size_vram,
      ended_at: stored.ended_at ?? (isThere ? null : (live?.last_seen_at ?? last_seen_at)),
    }
  }

  const loading = (instance: Instance): readonly ResidencySpan[] =>
    tasks
      .working(instance)
      .filter(({ state, model }) => state === 'loading' && !openOf(instance).has(comparableName(model)))
      .map(({ model, since, actor }) => ({
        model,
        instance: instance.name,
        loading_at: timestamp(since),
        loaded_at: null,
        ended_at: null,
        size: null,
        size_vram: null,
        context_length: null,
        requested_by: keyIdOf(actor),
      }))

  return {
    note(instance, loaded) {
      const now = timestamp(clock.now())
      // Who asked for it is known now, and perhaps not later.
      const working = tasks.working(instance)
      void known(instance).then(() => look(instance, loaded, now, working))
    },
    async read({ actor }, { instance: name, ...input }) {
      const instance = instances().find(name)
      const { from, to } = windowOf(input, clock.now())
      await known(instance)
      const [begin, end] = [timestamp(from), timestamp(to)]
      const stored = (await repository.within(instance, begin, end)).map((span) => view(instance, span))
      const spans = stored.filter(({ ended_at }) => ended_at === null || ended_at >= begin)
      const all = to === clock.now() ? [...spans, ...loading(instance)] : spans
      return { from: begin, to: end, spans: [...seenOf(actor, all, ({ model }) => ({ model }))] }
    },
    [Symbol.dispose]() {
      cancel()
      stopListening()
      if (leader.isHeld()) saveSeen()
    },
  }
}
