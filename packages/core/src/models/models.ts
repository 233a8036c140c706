import type {
  AvailableModels,
  BulkStartResult,
  CopyResult,
  DeletePreview,
  DeleteResult,
  ModelActionResult,
  ModelInfo,
  ModelSettings,
  ModelStatus,
  RunningModels,
  StartRequest,
} from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import type { Instances } from '../instances/instances.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { MemoryRules } from '../memory/memory-estimate.ts'
import type { MemoryObservations } from '../memory/memory-observations.ts'
import { normalizeModelName, normalizeNewName, sameModel } from '../ollama/model-name.ts'
import { bulkStart } from './actions/bulk-start.ts'
import { copyModel } from './actions/copy-model.ts'
import { absentHint, type DeleteTools, deleteModel, previewDelete } from './actions/delete-model.ts'
import type { ModelTasks, Target } from './actions/model-tasks.ts'
import { type Pull, pullMissing, type StartTools, startModel } from './actions/start-model.ts'
import { stopModel } from './actions/stop-model.ts'
import { findInstalled } from './find-model.ts'
import { createModelInfo, type HostMemory } from './model-info.ts'
import { createModelLists, type ReadOptions } from './model-lists.ts'
import { modelStatus } from './model-status.ts'

/** Who asks, and until when. */
export interface Caller {
  /** A key's id; null where no key is asked for. */
  readonly keyId: string | null
  readonly signal: AbortSignal
}

/** Models of the Ollama servers. Each call names its server, or means the default one. Names are taken without a tag too. */
export interface Models {
  /** The same object comes back until something changed: it can key a cache of its JSON. */
  running(instance?: string, options?: ReadOptions): Promise<RunningModels>
  /** As `running`. */
  available(instance?: string, options?: ReadOptions): Promise<AvailableModels>
  start(model: string, request: StartRequest, caller: Caller, instance?: string): Promise<ModelActionResult>
  stop(model: string, caller: Caller, instance?: string): Promise<ModelActionResult>
  restart(model: string, request: StartRequest, caller: Caller, instance?: string): Promise<ModelActionResult>
  info(model: string, caller: Caller, instance?: string, options?: ReadOptions): Promise<ModelInfo>
  status(model: string, instance?: string): Promise<ModelStatus>
  delete(model: string, caller: Caller, instance?: string): Promise<DeleteResult>
  deletePreview(model: string, caller: Caller, instance?: string): Promise<DeletePreview>
  copy(source: string, destination: string, caller: Caller, instance?: string): Promise<CopyResult>
  /** One after the other. Throws `validation_failed` where two names mean one model. */
  bulkStart(models: readonly string[], caller: Caller, instance?: string): Promise<BulkStartResult>
}

export interface ModelsOptions extends DeleteTools, StartTools {
  readonly instances: Instances
  readonly tasks: ModelTasks
  readonly hostMemory: (instance: Instance) => Promise<HostMemory | null>
  readonly pull: Pull
  readonly rules: MemoryRules
  readonly observations: Pick<MemoryObservations, 'of'>
  readonly settings: SettingsOfModels
}

/** What models need of what is saved for them. */
export interface SettingsOfModels {
  of(model: string): Promise<ModelSettings>
  /** Tells whether anything was saved. */
  forget(model: string): Promise<boolean>
  /** The same object comes back until something changed. */
  customised(): ReadonlySet<string>
}

export function createModels(options: ModelsOptions): Models {
  const { instances, tasks, pull, settings, hostMemory, rules, observations, ...tools } = options
  const lists = createModelLists(tasks, settings.customised)
  const info = createModelInfo({ hostMemory, rules, observations })

  const start: Models['start'] = async (name, request, caller, instanceName) => {
    const instance = instances.find(instanceName)
    const model = normalizeModelName(name)
    const target = { instance: instance.name, model }
    if (request.pull) await pullMissing({ instance, model, request }, pull, caller.signal)
    const saved = await settings.of(model)
    return tasks.run(target, `start ${JSON.stringify([request, saved])}`, caller.signal, (task) =>
      startModel({ instance, model, request, saved, by: caller.keyId, task }, tools),
    )
  }

  const isLoading = ({ instance, model }: Target) =>
    tasks.working(instance).some((one) => one.state === 'loading' && sameModel(one.model, model))

  return {
    running: async (instance, options) => lists.running(instances.find(instance), options),
    available: async (instance, options) => lists.available(instances.find(instance), options),

    start,

    async stop(name, caller, instanceName) {
      const instance = instances.find(instanceName)
      const model = normalizeModelName(name)
      const target = { instance: instance.name, model }
      // Whoever says stop does not want to wait for the end of a load that nobody needs any more.
      if (isLoading(target)) {
        tasks.supersede(target, isLoad, new DashboardError('superseded', `The load of "${model}" was stopped.`))
      }
      return tasks.run(target, 'stop', caller.signal, (task) =>
        stopModel({ instance, model, by: caller.keyId, task }, tools),
      )
    },

    async restart(name, request, caller, instanceName) {
      const instance = instances.find(instanceName)
      const model = normalizeModelName(name)
      const target = { instance: instance.name, model }
      const saved = await settings.of(model)
      return tasks.run(target, `restart ${JSON.stringify([request, saved])}`, caller.signal, async (task) => {
        const options = { instance, model, by: caller.keyId, task }
        const stopped = await stopModel(options, tools)
        const started = await startModel({ ...options, request, saved }, tools)
        return {
          ...started,
          message: stopped.changed ? `"${started.model}" was restarted.` : started.message,
          duration_seconds: Math.round((stopped.duration_seconds + started.duration_seconds) * 1000) / 1000,
          attempts: stopped.attempts + started.attempts,
        }
      })
    },

    info: async (name, caller, instance, options) =>
      info(instances.find(instance), normalizeModelName(name), caller.signal, options),
    status: async (name, instance) => modelStatus(instances.find(instance), normalizeModelName(name), tasks),

    async delete(name, caller, instanceName) {
      const instance = instances.find(instanceName)
      const model = normalizeModelName(name)
      const target = { instance: instance.name, model }
      instance.expectReachable()
      // Before anything is ended for it: a name that is not there deletes nothing.
      await findInstalled(instance, model, absentHint)
      caller.signal.throwIfAborted()
      tasks.supersede(target, isLoad, new DashboardError('superseded', `"${model}" was deleted instead.`))
      return tasks.run(target, 'delete', caller.signal, async (task) => {
        const deleted = await deleteModel({ instance, model, by: caller.keyId, task }, tools)
        // Settings are of a name, on whichever server: they go with the last of that name.
        const isElsewhere = instances.all().some((other) => other !== instance && mayHave(other, deleted.model))
        if (isElsewhere) return { ...deleted, settings_removed: false }
        try {
          return { ...deleted, settings_removed: await settings.forget(deleted.model) }
        } catch (error) {
          if (!(error instanceof DashboardError)) throw error
          // The model is gone all the same, and whoever is told otherwise looks for it in vain.
          const message = `${deleted.message} What is saved for it could not be removed: ${error.message}`
          return { ...deleted, message, settings_removed: false }
        }
      })
    },

    deletePreview: async (name, caller, instance) =>
      previewDelete(instances.find(instance), normalizeModelName(name), caller.signal, tools),

    async copy(from, to, caller, instanceName) {
      const instance = instances.find(instanceName)
      const [source, destination] = [normalizeModelName(from), normalizeNewName(to)]
      // Work on the destination: of two who want the same name, the second one hears that it is taken.
      const target = { instance: instance.name, model: destination }
      return tasks.run(target, `copy ${source}`, caller.signal, (task) =>
        copyModel({ instance, source, destination, by: caller.keyId, task }, tools),
      )
    },

    bulkStart: async (names, caller, instanceName) => {
      const instance = instances.find(instanceName)
      const startOne = (model: string) => start(model, {}, caller, instance.name)
      return bulkStart({ instance, names, start: startOne, signal: caller.signal })
    },
  }
}

/** Of a server that has not answered yet nobody knows. */
const mayHave = ({ installed }: Instance, model: string): boolean =>
  installed.current().value?.some(({ name }) => sameModel(name, model)) ?? true

/** A fingerprint of work that ends with the model in memory. */
const isLoad = (fingerprint: string): boolean => /^(?:re)?start /.test(fingerprint)
