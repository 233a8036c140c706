import type { ModelsActivity } from '@ollama-dashboard/contracts'
import type { EventBus } from '../../events/event-bus.ts'
import type { Instance } from '../../instances/instance.ts'
import { perInstance } from '../../instances/per-instance.ts'
import type { Clock } from '../../kernel/clock.ts'
import { orNull } from '../../kernel/errors.ts'
import type { InstalledModel, LoadedModel } from '../../ollama/ollama.ts'
import type { Replicas } from '../../replicas/replicas.ts'
import type { ModelTasks } from '../actions/model-tasks.ts'
import { residentId } from '../residents.ts'
import { createActivityState, type Replying } from './activity-state.ts'
import { createTokenMeter } from './token-meter.ts'
import { activityChannel, readToldActivity, type ToldActivity } from './told-activity.ts'
import { wasUsed } from './was-used.ts'

/** A request for a reply, from before Ollama is asked to its end. */
export interface CountedReply {
  /** One more line of it has come. */
  count(): void
  /** `contextUsed`: tokens of its prompt and of the reply; null where that was not told. Call it once. */
  end(contextUsed: number | null): void
}

/** What the models of each server do. */
export interface ActivityTracker extends Disposable {
  begin(instance: Instance, model: InstalledModel): CountedReply
  /** Takes in an answer of `/api/ps`, which tells of requests that do not come through here; `before` is the last one. */
  look(instance: Instance, now: readonly LoadedModel[], before: readonly LoadedModel[] | null): void
  of(instance: Instance): Promise<ModelsActivity>
  /** Whether a request through here, or through another replica, runs on a model. */
  isAnswering(instance: Instance, model: Pick<LoadedModel, 'name' | 'digest'>): boolean
}

export interface ActivityTrackerOptions {
  readonly events: Pick<EventBus, 'announce'>
  readonly tasks: Pick<ModelTasks, 'isBusy'>
  readonly clock: Clock
  /** When models were used in earlier runs of the dashboard, RFC 3339, by name. */
  readonly lastUses: (instance: Instance) => Promise<ReadonlyMap<string, string>>
  /** The others that reply with models of the same servers. */
  readonly replicas: Pick<Replicas, 'isAlone' | 'link' | 'leader'>
  readonly instances: () => readonly Instance[]
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
  const { events, tasks, clock, lastUses, replicas, instances } = options
  const { link, leader } = replicas
  const stateOf = perInstance(() => createActivityState(clock))

  function announce(instance: Instance, id: string, model: string) {
    const activity = stateOf(instance).view(id, model)
    events.announce({ type: 'reply.progress', instance: instance.name, model, activity })
  }

  function tellOthers(instance: Instance, id: string, model: string) {
    if (replicas.isAlone) return
    const state = stateOf(instance)
    const { usedAt = null, contextUsed = null } = state.known.get(id) ?? {}
    const told: ToldActivity = { instance: instance.name, id, model, ...state.own(id), usedAt, contextUsed }
    link.publish(activityChannel, told)
  }

  const leave = link.subscribe(activityChannel, (message, from) => {
    const told = readToldActivity(message)
    const instance = told && instances().find(({ name }) => name === told.instance)
    if (!told || !instance) return
    const { id, model, usedAt, contextUsed } = told
    const state = stateOf(instance)
    state.elsewhere.keep(from, id, told, () => {
      if (leader.isHeld()) announceReplies(instance, id, model)
    })
    if (usedAt === null) return
    const known = state.knownOf(id)
    // The clocks of machines differ a little.
    if (usedAt >= (known.usedAt ?? 0)) known.contextUsed = contextUsed
    known.usedAt = Math.max(usedAt, known.usedAt ?? 0)
  })

  function tellReplies(instance: Instance, id: string, asked: string) {
    tellOthers(instance, id, asked)
    announceReplies(instance, id, asked)
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
        if (meter.tokens > 0) stateOf(instance).knownOf(id).usedAt = clock.now()
      }
      tellReplies(instance, id, one.model)
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
      tellOthers(instance, id, model.name)
      return {
        count: meter.count,
        end(contextUsed) {
          one.meters.delete(meter)
          if (meter.tokens > 0 || contextUsed !== null) {
            const known = stateOf(instance).knownOf(id)
            known.usedAt = clock.now()
            known.contextUsed = contextUsed ?? known.contextUsed
          }
          if (one.meters.size === 0) {
            one.cancel()
            replying.delete(id)
          }
          tellReplies(instance, id, one.model)
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
      for (const model of used) state.knownOf(residentId(model)).usedAt = clock.now()
      if (!leader.isHeld()) return
      for (const model of used.slice(0, toldAtMost)) announce(instance, residentId(model), model.name)
    },

    isAnswering(instance, model) {
      const { replying, elsewhere } = stateOf(instance)
      return replying.has(residentId(model)) || elsewhere.of(residentId(model)).length > 0
    },

    async of(instance) {
      const state = stateOf(instance)
      state.lastUses ??= await orNull(() => lastUses(instance))
      const loaded = (instance.loaded.current().value ?? []).map((model) => [residentId(model), model.name] as const)
      const ids = new Set(loaded.map(([id]) => id))
      const others = new Map(state.replyingModels().filter(([id]) => !ids.has(id)))
      return {
        instance: instance.name,
        models: [...loaded, ...others].map(([id, model]) => state.view(id, model)),
      }
    },
    [Symbol.dispose]: leave,
  }
}
