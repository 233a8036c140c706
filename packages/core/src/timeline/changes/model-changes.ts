import { comparableName } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { perInstance } from '../../instances/per-instance.ts'
import { type Actor, keyIdOf } from '../../kernel/call-context.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import type { ModelTasks } from '../../models/actions/model-tasks.ts'
import type { Runner } from '../../models/actions/runner-options.ts'
import type { LoadedModel } from '../../ollama/ollama.ts'
import {
  type Cause,
  causeOfArrival,
  causeOfDeparture,
  type Difference,
  differences,
  differencesText,
  madeRoom,
  optionDifferences,
} from './load-cause.ts'
import type { Recorder } from './recorder.ts'

/** Keeps which models came into memory, left it and were loaded anew, and why, as far as anybody can tell. */
export interface ModelChanges {
  /** Compares two answers of `/api/ps`; `before` is null with the first. */
  look(instance: Instance, now: readonly LoadedModel[], before: readonly LoadedModel[] | null): void
  /** Somebody had a model loaded with these options. */
  loadedWith(instance: Instance, model: string, runner: Runner, actor: Actor | undefined): void
}

export interface ModelChangesOptions {
  readonly recorder: Pick<Recorder, 'add' | 'change'>
  readonly tasks: Pick<ModelTasks, 'working'>
  readonly clock: Clock
}

/** What is loaded again within this time was loaded anew; what needed its room has appeared by then. */
const soonMs = 60_000

interface Known {
  readonly context: number | null
  readonly digest: string | null
  runner: Runner | null
  /** Who had it loaded last, and when, in milliseconds since the epoch. */
  asked: { readonly actor: Actor; readonly at: number } | null
  /** When it left memory; null while it is there. */
  leftAt: number | null
  /** The event of its last load. */
  load: { readonly id: string; readonly at: number; found: readonly Difference[]; readonly cause: Cause } | null
  /** The event of its leaving, where its cause is not known for sure. */
  guessedId: string | null
}

interface Looked {
  at: number
  readonly models: Map<string, Known>
}

const otherClients = 'Clients that request different contexts make Ollama reload the model each time.'

/** What is known of a server is forgotten with it, and of a model some time after it left. */
export function createModelChanges({ recorder, tasks, clock }: ModelChangesOptions): ModelChanges {
  const lookedAt = perInstance((): Looked => ({ at: Number.POSITIVE_INFINITY, models: new Map() }))

  const knownOf = ({ contextLength, digest }: LoadedModel): Known => ({
    context: contextLength,
    digest,
    runner: null,
    asked: null,
    leftAt: null,
    load: null,
    guessedId: null,
  })

  function leave(instance: Instance, model: LoadedModel, known: Known | undefined, cause: Cause) {
    const about = { instance: instance.name, model: model.name }
    const id = recorder.add({ kind: 'model', type: 'model.unloaded', ...about, by: cause.by, detail: cause.detail })
    if (!known) return
    known.leftAt = clock.now()
    known.guessedId = cause.isGuess ? id : null
  }

  function arrive(instance: Instance, model: LoadedModel, before: Known | undefined): Known {
    const now = clock.now()
    const isRecent = before !== undefined && (before.leftAt === null || now - before.leftAt < soonMs)
    const asked = before?.asked && now - before.asked.at < soonMs ? before.asked.actor : null
    const cause = causeOfArrival(model.name, tasks.working(instance), asked)
    const found = isRecent ? differences({ contextLength: before.context, digest: before.digest }, model) : []
    const id = recorder.add({ ...eventOf(found, cause), instance: instance.name, model: model.name, by: cause.by })
    if (isRecent && before.guessedId && found.length > 0)
      recorder.change(before.guessedId, { detail: `To be loaded anew: ${differencesText(found)}.` })
    return {
      ...knownOf(model),
      runner: isRecent ? before.runner : null,
      asked: before?.asked ?? null,
      load: { id, at: now, found, cause },
    }
  }

  /** Those that left for no reason that was seen made room for what appears now. */
  function explain(models: Looked['models'], arrived: LoadedModel) {
    for (const [name, known] of models) {
      const isOther = name !== comparableName(arrived.name)
      if (!isOther || !known.guessedId || known.leftAt === null) continue
      if (clock.now() - known.leftAt < soonMs)
        recorder.change(known.guessedId, { detail: madeRoom(arrived.name, null).detail })
      known.guessedId = null
    }
  }

  return {
    look(instance, now, before) {
      const looked = lookedAt(instance)
      const { models } = looked
      const wasDown = instance.since() > looked.at
      looked.at = clock.now()
      if (before === null) {
        for (const model of now) models.set(comparableName(model.name), knownOf(model))
        return
      }
      const here = new Set(now.map(({ name }) => comparableName(name)))
      const changed = now.filter((model) => {
        const known = models.get(comparableName(model.name))
        if (!known || known.leftAt !== null) return true
        return differences({ contextLength: known.context, digest: known.digest }, model).length > 0
      })
      const working = tasks.working(instance)
      for (const model of before) {
        const name = comparableName(model.name)
        if (here.has(name)) continue
        leave(
          instance,
          model,
          models.get(name),
          causeOfDeparture({ model, now: clock.now(), working, appeared: changed, wasDown }),
        )
      }
      for (const model of changed) {
        const name = comparableName(model.name)
        explain(models, model)
        models.set(name, arrive(instance, model, models.get(name)))
      }
      for (const [name, { leftAt }] of models) if (leftAt !== null && clock.now() - leftAt > soonMs) models.delete(name)
    },

    loadedWith(instance, model, runner, actor) {
      const known = lookedAt(instance).models.get(comparableName(model))
      if (!known) return
      const found = known.runner ? optionDifferences(known.runner, runner) : []
      known.runner = runner
      if (actor) known.asked = { actor, at: clock.now() }
      if (found.length === 0) return
      const { load } = known
      if (load && clock.now() - load.at < soonMs) {
        load.found = [...load.found, ...found]
        recorder.change(load.id, eventOf(load.found, load.cause))
        return
      }
      const cause = { detail: 'Requested in the dashboard.', by: actor ? keyIdOf(actor) : null }
      const about = { at: timestamp(clock.now()), instance: instance.name, model }
      const id = recorder.add({ ...eventOf(found, cause), ...about, by: cause.by })
      known.load = { id, at: clock.now(), found, cause }
    },
  }
}

/** With nothing that differs it is a load. */
function eventOf(found: readonly Difference[], { detail, by }: Cause) {
  if (found.length === 0) return { kind: 'model' as const, type: 'model.loaded', detail }
  const isByOthers =
    by === null && detail.startsWith('By another') && found.some(({ setting }) => setting === 'context')
  const [first] = found
  return {
    kind: 'reload' as const,
    type: 'model.reloaded',
    detail: `${capitalised(differencesText(found))}. ${isByOthers ? otherClients : detail}`,
    before: found.length === 1 ? (first?.before ?? null) : null,
    after: found.length === 1 ? (first?.after ?? null) : null,
  }
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
