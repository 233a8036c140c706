import type { LoadPlan, ModelSettings, PlannedLoad, PlannedSequence } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { orNull } from '../kernel/errors.ts'
import { limit } from '../kernel/serial.ts'
import type { HostMemory } from '../memory/host-memory.ts'
import { memoryAt } from '../memory/memory-estimate.ts'
import type { ModelMemory } from '../memory/model-memory.ts'
import { type PlannedStep, placeIn, planLoad, type Resident, type Room, type WantedLoad } from '../memory/plan-load.ts'
import type { InstalledModel } from '../ollama/ollama.ts'
import type { ServerEnvironment } from '../ollama/server-defaults.ts'
import { isZero, keepAliveMs } from './actions/keep-alive.ts'
import { findInstalled, isSameModel, type WeightsOf } from './find-model.ts'
import { type ResidentTools, residentId, residentsOf } from './residents.ts'

/** What a start would load a model with. */
export interface RunnerInForce {
  /** Tokens; null where it is not known. */
  readonly context: number | null
  /** `context` is what such a server usually gives: what this one does is not known. */
  readonly isUsual: boolean
  /** `num_gpu`: below zero for as many layers as fit, 0 for none; null where it is not known. */
  readonly gpuLayers: number | null
}

export interface PlanTools extends Pick<ResidentTools, 'runners' | 'clock'> {
  readonly memoryOf: ModelMemory
  /** Null where its memory is not known. */
  readonly roomOf: (instance: Instance) => Promise<Room | null>
  readonly runnerInForce: (instance: Instance, model: InstalledModel, saved: ModelSettings) => Promise<RunnerInForce>
  readonly weightsOf: WeightsOf
  readonly environmentOf: (instance: Instance) => ServerEnvironment
  readonly savedOf: (model: string) => Promise<ModelSettings>
}

/** One of the models that are asked about. */
interface Asked {
  readonly model: InstalledModel
  readonly runner: RunnerInForce
  readonly wanted: WantedLoad
}

/** Models that are looked at at once: each may be one question to Ollama. */
const maxConcurrent = 4

/** Of Ollama, where its environment says nothing else. */
const defaultKeepAlive = '5m'

/** Tells what starting models would do to the memory of a server. Nothing is loaded for it. */
export function createModelPlan(tools: PlanTools) {
  const { memoryOf, roomOf, runnerInForce, weightsOf, environmentOf, savedOf, ...times } = tools

  /** Null where the server does not tell of it now. */
  async function tryWeights(instance: Instance, model: InstalledModel): Promise<string | null> {
    return orNull(() => weightsOf(instance, model))
  }

  async function ask(instance: Instance, model: InstalledModel): Promise<Asked> {
    const saved = await savedOf(model.name)
    const runner = (await orNull(() => runnerInForce(instance, model, saved))) ?? unknownRunner
    const { context, gpuLayers } = runner
    const memory = context === null || model.remote ? null : await orNull(() => memoryOf(instance, model))
    const keepAlive = saved.keep_alive !== undefined && !isZero(saved.keep_alive) ? saved.keep_alive : null
    const wanted: WantedLoad = {
      id: residentId(model),
      name: model.name,
      bytes: memory && context !== null ? memoryAt(memory, context) : null,
      // How much a part of its layers takes is not estimated.
      place: gpuLayers === null || gpuLayers > 0 ? null : gpuLayers === 0 ? 'cpu' : 'gpu',
      keepAliveMs: keepAliveMs(keepAlive ?? environmentOf(instance).keepAlive ?? defaultKeepAlive),
      weights: await tryWeights(instance, model),
    }
    return { model, runner, wanted }
  }

  return {
    /** Throws `model_not_found`. */
    async plan(instance: Instance, names: readonly string[], signal: AbortSignal): Promise<LoadPlan> {
      const inTurn = limit(maxConcurrent)
      const look = async (name: string) => {
        signal.throwIfAborted()
        return ask(instance, await findInstalled(instance, name))
      }
      const asked = await Promise.all(names.map((name) => inTurn(() => look(name))))
      const residents = await residentsOf(instance, {
        ...times,
        defaultKeepAlive: environmentOf(instance).keepAlive ?? defaultKeepAlive,
        weightsOf: (model) => tryWeights(instance, model),
      })
      // What models may use is told apart from what they hold, so that has to be known first.
      const room = await roomOf(instance)
      return {
        models: asked.map((one) => plannedLoad(instance, one, residents, room)),
        in_sequence: plannedSequence(asked, residents, room),
      }
    },
  }
}

const unknownRunner: RunnerInForce = { context: null, isUsual: false, gpuLayers: null }

function plannedLoad(
  instance: Instance,
  { model, runner, wanted }: Asked,
  residents: readonly Resident[],
  room: Room | null,
): PlannedLoad {
  const running = instance.loaded.current().value?.find((one) => isSameModel(one, model))
  const loaded = running ? { context: running.contextLength, bytes: running.size } : null
  const common = { model: model.name, context: runner.context, context_is_usual: runner.isUsual, loaded }
  if (model.remote) {
    return { ...common, context: null, context_is_usual: false, bytes: 0, usable_bytes: null, fits: 'yes', unloads: [] }
  }
  const step = planLoad(wanted, residents, room)
  return {
    ...common,
    bytes: wanted.bytes,
    usable_bytes: room && usableBytes(room.host, wanted.place ?? 'gpu', step),
    fits: step?.fits ?? null,
    unloads: step?.unloads.map(toldUnload) ?? null,
  }
}

/** The memory that a model goes to first; all there is for one that is too big for that. */
function usableBytes(host: HostMemory, place: 'gpu' | 'cpu', step: Pick<PlannedStep, 'fits'> | null): number | null {
  const { vramBytes, ramBytes } = placeIn(host, place)
  return step?.fits === 'no' ? (vramBytes ?? 0) + (ramBytes ?? 0) : (vramBytes ?? ramBytes)
}

const toldUnload = ({ name, keepAliveMs: ms, isBusy }: Resident) => ({
  model: name,
  pinned: ms === Number.POSITIVE_INFINITY,
  busy: isBusy,
})

/** Each is loaded beside what those before it left in memory. */
function plannedSequence(asked: readonly Asked[], before: readonly Resident[], room: Room | null): PlannedSequence {
  const wanted = asked.filter(({ model }) => !model.remote).map((one) => one.wanted)
  const bytes = sumOrNull(wanted.map((one) => one.bytes))
  const usable_bytes = room && usableBytes(room.host, 'gpu', null)
  const ids = new Set(wanted.map(({ id }) => id))
  const tried = new Set<string>()
  const unloads: Resident[] = []
  let residents = before
  let fit = 0
  let isFull = false
  for (const one of wanted) {
    const step = planLoad(one, residents, room)
    if (!step) return { bytes, usable_bytes, fit: null, unloads: null }
    isFull ||= step.fits !== 'yes' || step.unloads.some(({ id }) => tried.has(id))
    if (!isFull) fit += 1
    tried.add(one.id)
    unloads.push(...step.unloads.filter((unloaded) => before.includes(unloaded) && !ids.has(unloaded.id)))
    residents = step.after
  }
  return { bytes, usable_bytes, fit, unloads: unloads.map(toldUnload) }
}

const sumOrNull = (values: readonly (number | null)[]): number | null =>
  values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0)
