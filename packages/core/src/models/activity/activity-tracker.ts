import { comparableName, type ModelActivity, type ModelsActivity } from '@ollama-dashboard/contracts'
import { LRUCache } from 'lru-cache'
import type { EventBus } from '../../events/event-bus.ts'
import type { Instance } from '../../instances/instance.ts'
import { perInstance } from '../../instances/per-instance.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import { orNull } from '../../kernel/errors.ts'
import type { InstalledModel, LoadedModel } from '../../ollama/ollama.ts'
import type { ModelTasks } from '../actions/model-tasks.ts'
import { residentId } from '../residents.ts'
import { createTokenMeter, type TokenMeter } from './token-meter.ts'
import { wasUsed } from './was-used.ts'

/** A request for a reply, from before Ollama is asked to its end. */
export interface CountedReply {
  /** One more line of it has come. */
  count(): void
  /** `contextUsed`: tokens of its prompt and of the reply; null where that was not told. Call it once. */
  end(contextUsed: number | null): void
}

/** What the models of each server do. */
export interface ActivityTracker {
  begin(instance: Instance, model: InstalledModel): CountedReply
  /** Takes in an answer of `/api/ps`, which tells of requests that do not come through here; `before` is the last one. */
  look(instance: Instance, now: readonly LoadedModel[], before: readonly LoadedModel[] | null): void
  of(instance: Instance): Promise<ModelsActivity>
  /** Whether a request through here runs on a model. */
  isAnswering(instance: Instance, model: Pick<LoadedModel, 'name' | 'digest'>): boolean
}

export interface ActivityTrackerOptions {
  readonly events: Pick<EventBus, 'announce'>
  readonly tasks: Pick<ModelTasks, 'isBusy'>
  readonly clock: Clock
  /** When models were used in earlier runs of the dashboard, RFC 3339, by name. */
  readonly lastUses: (instance: Instance) => Promise<ReadonlyMap<string, string>>
}

interface Known {
  /** Milliseconds since the epoch. */
  usedAt: number | null
  contextUsed: number | null
}

interface Replying {
  readonly model: string
  readonly meters: Set<TokenMeter>
  cancel: () => void
}

interface OfInstance {
  readonly known: LRUCache<string, Known>
  readonly replying: Map<string, Replying>
  lookedAt: number
  /** Null until somebody asked. */
  lastUses: ReadonlyMap<string, string> | null
}

/** How often the speed is measured, and announced. */
const tickMs = 500
/** The speed is that of the last five seconds. */
const intervals = 10
/** A server may list thousands, and tell something else with each answer: who asks is told the rest. */
const toldAtMost = 16

/**
 * Counts replies while they come, and announces `reply.progress` twice a second until the last of a model has ended; once
 * also where somebody else was seen to use one.
 */
export function createActivityTracker(options: ActivityTrackerOptions): ActivityTracker {
  const { events, tasks, clock, lastUses } = options
  const stateOf = perInstance(
    (): OfInstance => ({ known: new LRUCache({ max: 1000 }), replying: new Map(), lookedAt: 0, lastUses: null }),
  )

  function knownOf({ known }: OfInstance, id: string): Known {
    const one = known.get(id) ?? { usedAt: null, contextUsed: null }
    known.set(id, one)
    return one
  }

  function viewOf(state: OfInstance, id: string, model: string): ModelActivity {
    const meters = [...(state.replying.get(id)?.meters ?? [])]
    const { usedAt = null, contextUsed = null } = state.known.get(id) ?? {}
    const speeds = meters.flatMap(({ tokensPerSecond }) => tokensPerSecond ?? [])
    return {
      model,
      requests: meters.length,
      tokens_per_second: speeds.length === 0 ? null : Math.round(speeds.reduce((sum, one) => sum + one, 0) * 10) / 10,
      context_used: contextUsed,
      last_used_at: usedAt === null ? (state.lastUses?.get(comparableName(model)) ?? null) : timestamp(usedAt),
    }
  }

  function announce(instance: Instance, id: string, model: string) {
    const activity = viewOf(stateOf(instance), id, model)
    events.announce({ type: 'reply.progress', instance: instance.name, model, activity })
  }

  /** Ollama lists a model by the name that loaded it first. */
  function announceReplies(instance: Instance, id: string, asked: string) {
    const listed = instance.loaded.current().value?.find((one) => residentId(one) === id)
    announce(instance, id, listed?.name ?? asked)
  }

  function tickLater(instance: Instance, id: string, one: Replying) {
    one.cancel = clock.after(tickMs, () => {
      for (const meter of one.meters) {
        meter.mark(clock.elapsed())
        if (meter.tokens > 0) knownOf(stateOf(instance), id).usedAt = clock.now()
      }
      announceReplies(instance, id, one.model)
      tickLater(instance, id, one)
    })
  }

  return {
    begin(instance, model) {
      const id = residentId(model)
      const { replying } = stateOf(instance)
      const one = replying.get(id) ?? { model: model.name, meters: new Set(), cancel: () => {} }
      const meter = createTokenMeter(intervals)
      one.meters.add(meter)
      if (!replying.has(id)) {
        replying.set(id, one)
        tickLater(instance, id, one)
      }
      return {
        count: meter.count,
        end(contextUsed) {
          one.meters.delete(meter)
          if (meter.tokens > 0 || contextUsed !== null) {
            const known = knownOf(stateOf(instance), id)
            known.usedAt = clock.now()
            known.contextUsed = contextUsed ?? known.contextUsed
          }
          if (one.meters.size === 0) {
            one.cancel()
            replying.delete(id)
          }
          announceReplies(instance, id, one.model)
        },
      }
    },

    look(instance, now, before) {
      const state = stateOf(instance)
      const passedMs = clock.now() - state.lookedAt
      state.lookedAt = clock.now()
      const earlier = new Map(before?.map((model) => [residentId(model), model]))
      const isKept = new Set(
        now.filter((model) => earlier.get(residentId(model))?.contextLength === model.contextLength).map(residentId),
      )
      for (const [id, known] of state.known) if (!isKept.has(id) && !state.replying.has(id)) known.contextUsed = null
      if (!before) return
      const used = now.filter(
        (model) =>
          wasUsed(model, earlier.get(residentId(model)), passedMs) && !tasks.isBusy({ instance, model: model.name }),
      )
      for (const model of used) knownOf(state, residentId(model)).usedAt = clock.now()
      for (const model of used.slice(0, toldAtMost)) announce(instance, residentId(model), model.name)
    },

    isAnswering: (instance, model) => stateOf(instance).replying.has(residentId(model)),

    async of(instance) {
      const state = stateOf(instance)
      state.lastUses ??= await orNull(() => lastUses(instance))
      const loaded = (instance.loaded.current().value ?? []).map((model) => [residentId(model), model.name] as const)
      const ids = new Set(loaded.map(([id]) => id))
      const others = [...state.replying].flatMap(([id, { model }]) => (ids.has(id) ? [] : [[id, model] as const]))
      return {
        instance: instance.name,
        models: [...loaded, ...others].map(([id, model]) => viewOf(state, id, model)),
      }
    },
  }
}
