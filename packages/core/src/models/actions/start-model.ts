import type { KeepAlive, ModelActionResult, ModelSettings, StartRequest } from '@ollama-dashboard/contracts'
import type { EventBus } from '../../events/event-bus.ts'
import type { Instance } from '../../instances/instance.ts'
import type { Actor, CallContext } from '../../kernel/call-context.ts'
import type { Clock } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { retryTransient } from '../../kernel/retry.ts'
import { readArchitecture } from '../../memory/read-architecture.ts'
import { isTransient } from '../../ollama/errors/ollama-errors.ts'
import type { InstalledModel, LoadRequest } from '../../ollama/ollama.ts'
import { capabilitiesOf } from '../capabilities-of.ts'
import { findInstalled, findInstalledOrNull, isRunInAnother, isSameModel, type WeightsOf } from '../find-model.ts'
import { isForever, isZero, keepAliveMs, keepAliveOf } from './keep-alive.ts'
import type { TaskContext } from './model-tasks.ts'
import { type KnownRunners, type Runner, runnerOf } from './runner-options.ts'

export interface ActionTools {
  readonly clock: Clock
  readonly events: EventBus
}

export interface StartTools extends ActionTools {
  readonly runners: KnownRunners
  readonly weightsOf: WeightsOf
}

/** Resolves when the model is pulled. The pull goes on when its caller leaves. */
export type Pull = (context: CallContext, instance: Instance, model: string) => Promise<unknown>

export interface StartOptions {
  readonly instance: Instance
  readonly model: string
  readonly request: StartRequest
  /** What is saved for the model; what the request says goes before it. */
  readonly saved: ModelSettings
  readonly actor: Actor
  readonly task: TaskContext
}

/** Loads a model and resolves when it is in memory; asks Ollama for nothing where it already is as wanted. */
export async function startModel(
  options: StartOptions,
  { clock, events, runners, weightsOf }: StartTools,
): Promise<ModelActionResult> {
  const { instance, request, saved, actor, task } = options
  const startedAt = clock.now()
  const asked = request.keep_alive ?? request.settings?.keep_alive
  refuseUnloading(asked)
  // Saved to unload after each reply: a start wants it in memory all the same.
  const wantedKeepAlive = asked ?? (isZero(saved.keep_alive) ? undefined : saved.keep_alive)
  instance.expectReachable()

  const model = await findInstalled(instance, options.model)
  if (model.remote) {
    throw new DashboardError('capability_missing', `"${model.name}" runs on ollama.com and is never loaded here.`)
  }
  const { value: loaded, error } = await instance.loaded.refresh()
  if (error) throw error
  const running = loaded?.find((one) => isSameModel(one, model)) ?? null
  const wanted = runnerOf({ ...saved, ...request.settings }, instance.traits.of(model))
  // A caller who only wants it to stay longer wants it as it is, whatever else it was loaded with.
  const expected = running && asked !== undefined ? { ...runners.of(instance, running), ...wanted } : wanted
  // Another context takes another load, which would forget how long the model was to stay.
  const keepAlive = wantedKeepAlive ?? (running ? keepAliveOf(instance, running, runners, clock) : undefined)
  const runsAsWanted = running !== null && runners.isAsWanted(instance, running, expected) === true
  const elapsedSeconds = () => (clock.now() - startedAt) / 1000
  const result = { success: true, model: model.name, state: 'loaded' } as const

  if (runsAsWanted && asked === undefined) {
    const message = `"${model.name}" is already loaded.`
    return { ...result, message, changed: false, duration_seconds: elapsedSeconds(), attempts: 0 }
  }

  if (!runsAsWanted) {
    task.enter('loading', actor)
    events.announce({ type: 'model.loading', instance: instance.name, model: model.name }, actor)
  }
  // To renew keep_alive without a reload, the options that the model runs with are repeated.
  const runner = runsAsWanted ? runners.of(instance, running) : wanted
  try {
    const loading = await loadRequest(instance, model, keepAlive, runner)
    const { attempts } = await retryTransient(() => instance.ollama.load(model.name, loading, task.signal), {
      signal: task.signal,
      isTransient,
      onRetry: task.retried,
      clock,
    })
    const { value: now } = await instance.loaded.refresh()
    const listed = now?.find((one) => isSameModel(one, model))
    const toldContext = listed?.contextLength ?? null
    const load = {
      ...(!runsAsWanted && { runner: wanted, toldContext }),
      ...(keepAlive !== undefined && { keepAlive }),
    }
    runners.note(instance, model, load, actor)
    const isElsewhere = !listed && (await isRunInAnother(instance, model, weightsOf))
    const message = runsAsWanted ? staysWords(model.name, keepAlive) : loadedWords(model.name, isElsewhere)
    return { ...result, message, changed: true, duration_seconds: elapsedSeconds(), attempts }
  } catch (failure) {
    const detail = failure instanceof DashboardError ? failure.message : 'The load was cancelled.'
    if (!runsAsWanted)
      events.announce({ type: 'model.load_failed', instance: instance.name, model: model.name, detail })
    throw failure
  }
}

/** Throws `validation_failed`: an empty prompt with a keep_alive of zero is Ollama's way to say "unload". */
export function refuseUnloading(keepAlive: KeepAlive | undefined) {
  if (!isZero(keepAlive)) return
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
  context: CallContext,
): Promise<void> {
  refuseUnloading(request.keep_alive ?? request.settings?.keep_alive)
  instance.expectReachable()
  if (!(await findInstalledOrNull(instance, model))) await pull(context, instance, model)
}

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

/**
 * Such a model takes no prompt: Ollama answers 400 to one, however empty. Servers before 0.6.4 do not tell what a model
 * can do; there its architecture does.
 */
async function isEmbeddingOnly(instance: Instance, model: InstalledModel): Promise<boolean> {
  const known = await capabilitiesOf(instance, model)
  if (known.length > 0) return known.includes('embedding') && !known.includes('completion')
  const { modelInfo } = await instance.shown.get(model)
  return readArchitecture(modelInfo, instance.version.current().value).embeds
}

const loadedWords = (name: string, isElsewhere: boolean): string =>
  isElsewhere
    ? `"${name}" is ready. It has the same weights as a model that is loaded, and Ollama lists that one alone.`
    : `"${name}" is loaded.`

/** How long a model stays that was loaded before: "is pinned", or "unloads after 5m without use". */
function staysWords(name: string, keepAlive: KeepAlive | undefined): string {
  if (keepAlive === undefined || isForever(keepAliveMs(keepAlive))) return `"${name}" is pinned.`
  return `"${name}" unloads after ${typeof keepAlive === 'number' ? `${keepAlive}s` : keepAlive} without use.`
}
