import type { KeepAlive, ModelActionResult, StartRequest } from '@ollama-dashboard/contracts'
import type { Clock } from '../clock.ts'
import { DashboardError } from '../errors.ts'
import type { EventBus } from '../events/event-bus.ts'
import type { Instance } from '../instances/instance.ts'
import type { InstalledModel, LoadedModel, LoadRequest } from '../ollama/ollama.ts'
import { isTransient } from '../ollama/ollama-errors.ts'
import { retryTransient } from '../retry/retry.ts'
import { findInstalled, findInstalledOrNull, isSameModel } from './find-model.ts'
import type { TaskContext } from './model-tasks.ts'

export interface ActionTools {
  readonly clock: Clock
  readonly events: EventBus
}

/** Resolves when the model is pulled. The pull goes on when its caller leaves. */
export type Pull = (instance: Instance, model: string, signal: AbortSignal) => Promise<unknown>

export interface StartOptions {
  readonly instance: Instance
  readonly model: string
  readonly request: StartRequest
  /** Who asked: a key's id. */
  readonly by: string | null
  readonly task: TaskContext
}

/** A change of one of these makes Ollama load the model anew. Source: api.Runner of Ollama. */
const runnerOptions = ['num_ctx', 'num_batch', 'num_gpu', 'num_thread'] as const

/** Loads a model and resolves when it is in memory; asks Ollama for nothing where it already is as wanted. */
export async function startModel(options: StartOptions, { clock, events }: ActionTools): Promise<ModelActionResult> {
  const { instance, request, by, task } = options
  const startedAt = clock.now()
  const keepAlive = request.keep_alive ?? request.settings?.keep_alive
  refuseUnloading(keepAlive)
  instance.expectReachable()

  const model = await findInstalled(instance, options.model)
  if (model.remote) {
    throw new DashboardError('capability_missing', `"${model.name}" runs on ollama.com: there is nothing to load here.`)
  }
  const { value: loaded, error } = await instance.loaded.refresh()
  if (error) throw error
  const running = loaded?.find((one) => isSameModel(one, model)) ?? null
  const wanted = wantedRunner(request, instance.traits.of(model).contextLength)
  const elapsedSeconds = () => (clock.now() - startedAt) / 1000
  const result = { success: true, model: model.name, state: 'loaded' } as const

  if (running && isAsWanted(running, wanted) && keepAlive === undefined) {
    const message = `"${model.name}" is already loaded.`
    return { ...result, message, changed: false, duration_seconds: elapsedSeconds(), attempts: 0 }
  }

  const renewsOnly = running !== null && isAsWanted(running, wanted)
  if (!renewsOnly) {
    task.enter('loading', by)
    events.announce({ type: 'model.loading', instance: instance.name, model: model.name, ...(by && { by }) })
  }
  try {
    const load = await loadRequest(instance, model, keepAlive, renewsOnly ? runnerOf(running) : wanted)
    const { attempts } = await retryTransient(() => instance.ollama.load(model.name, load, task.signal), {
      signal: task.signal,
      isTransient,
    })
    await instance.loaded.refresh()
    const message = renewsOnly ? `"${model.name}" stays loaded as asked.` : `"${model.name}" is loaded.`
    return { ...result, message, changed: true, duration_seconds: elapsedSeconds(), attempts }
  } catch (failure) {
    const detail = failure instanceof DashboardError ? failure.message : 'The load was cancelled.'
    if (!renewsOnly) events.announce({ type: 'model.load_failed', instance: instance.name, model: model.name, detail })
    throw failure
  }
}

/** An empty prompt with a keep_alive of zero is Ollama's way to say "unload". */
function refuseUnloading(keepAlive: KeepAlive | undefined) {
  if (keepAlive === undefined || Number.parseFloat(String(keepAlive)) !== 0) return
  const message = 'must not be 0: that would unload the model'
  throw new DashboardError('validation_failed', `keep_alive ${message}.`, {
    hint: 'Stop the model instead.',
    fieldErrors: [{ path: '/body/keep_alive', message }],
  })
}

/**
 * Pulls a model that is not installed, before it is its turn to be worked on: whoever stops or deletes it then need not
 * wait for hours.
 */
export async function pullMissing(
  { instance, model, request }: Pick<StartOptions, 'instance' | 'model' | 'request'>,
  pull: Pull,
  signal: AbortSignal,
): Promise<void> {
  refuseUnloading(request.keep_alive ?? request.settings?.keep_alive)
  instance.expectReachable()
  if (!(await findInstalledOrNull(instance, model))) await pull(instance, model, signal)
}

type Runner = NonNullable<LoadRequest['options']>

function wantedRunner({ settings = {} }: StartRequest, trained: number | null): Runner {
  const given = runnerOptions.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]] as const]))
  const { num_ctx, ...rest } = Object.fromEntries(given)
  // Ollama caps the context at what the model was trained for, and `ps` then tells the capped one.
  return num_ctx === undefined ? rest : { num_ctx: Math.min(num_ctx, trained ?? num_ctx), ...rest }
}

/** Of its runner's options Ollama tells the context alone; where others are wanted, it must be asked: it reloads only what differs. */
function isAsWanted(running: LoadedModel, { num_ctx, ...others }: Runner): boolean {
  return Object.keys(others).length === 0 && (num_ctx === undefined || num_ctx === running.contextLength)
}

/** To renew keep_alive without a reload, the options the model runs with are repeated. */
const runnerOf = ({ contextLength }: LoadedModel): Runner => (contextLength === null ? {} : { num_ctx: contextLength })

async function loadRequest(
  instance: Instance,
  model: InstalledModel,
  keepAlive: KeepAlive | undefined,
  options: Runner,
): Promise<LoadRequest> {
  return {
    embedding: await isEmbeddingOnly(instance, model),
    ...(keepAlive !== undefined && { keepAlive }),
    ...(Object.keys(options).length > 0 && { options }),
  }
}

/** Such a model takes no prompt: Ollama answers 400 to one, however empty. */
export async function isEmbeddingOnly(instance: Instance, model: InstalledModel): Promise<boolean> {
  const { capabilities } = instance.traits.of(model)
  const known = capabilities ?? (await instance.shown.get(model)).capabilities ?? []
  return known.includes('embedding') && !known.includes('completion')
}
