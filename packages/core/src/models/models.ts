import type {
  AvailableModels,
  ModelActionResult,
  ModelInfo,
  ModelStatus,
  RunningModels,
  StartRequest,
} from '@ollama-dashboard/contracts'
import type { Clock } from '../clock.ts'
import { DashboardError } from '../errors.ts'
import type { EventBus } from '../events/event-bus.ts'
import type { Instance } from '../instances/instance.ts'
import type { Instances } from '../instances/instances.ts'
import { normalizeModelName } from '../ollama/model-name.ts'
import { createModelInfo, type HostMemory } from './model-info.ts'
import { createModelLists } from './model-lists.ts'
import { modelStatus } from './model-status.ts'
import type { ModelTasks } from './model-tasks.ts'
import { type ActionTools, startModel } from './start-model.ts'
import { stopModel } from './stop-model.ts'

/** Who asks, and until when. */
export interface Caller {
  /** A key's id; null where no key is asked for. */
  readonly keyId: string | null
  readonly signal: AbortSignal
}

export interface ReadOptions {
  /** Ask Ollama now instead of answering with what was last read. */
  readonly refresh?: boolean
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
}

export interface ModelsOptions {
  readonly instances: Instances
  readonly tasks: ModelTasks
  readonly events: EventBus
  readonly clock: Clock
  readonly hostMemory: (instance: Instance) => HostMemory | null
  readonly pull: ActionTools['pull']
}

export function createModels(options: ModelsOptions): Models {
  const { instances, tasks, events, clock, hostMemory, pull } = options
  const lists = createModelLists(tasks)
  const info = createModelInfo(hostMemory)
  const tools = { clock, events, pull }

  return {
    running: async (instance, options) => lists.running(instances.find(instance), options),
    available: async (instance, options) => lists.available(instances.find(instance), options),

    async start(name, request, caller, instanceName) {
      const instance = instances.find(instanceName)
      const model = normalizeModelName(name)
      const target = { instance: instance.name, model }
      return tasks.run(target, `start ${JSON.stringify(request)}`, caller.signal, (task) =>
        startModel({ instance, model, request, by: caller.keyId, task }, tools),
      )
    },

    async stop(name, caller, instanceName) {
      const instance = instances.find(instanceName)
      const model = normalizeModelName(name)
      const target = { instance: instance.name, model }
      // Whoever says stop does not want to wait for the end of a load that nobody needs any more.
      const loading = tasks.working(instance.name).some((one) => one.model === model && one.state === 'loading')
      if (loading) tasks.supersede(target, new DashboardError('superseded', `The load of "${model}" was stopped.`))
      return tasks.run(target, 'stop', caller.signal, (task) =>
        stopModel({ instance, model, by: caller.keyId, task }, tools),
      )
    },

    async restart(name, request, caller, instanceName) {
      const instance = instances.find(instanceName)
      const model = normalizeModelName(name)
      const target = { instance: instance.name, model }
      return tasks.run(target, `restart ${JSON.stringify(request)}`, caller.signal, async (task) => {
        const options = { instance, model, by: caller.keyId, task }
        const stopped = await stopModel(options, tools)
        const started = await startModel({ ...options, request }, tools)
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
  }
}
