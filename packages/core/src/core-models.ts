import type { AlertSignals } from './alerts/alert-signals.ts'
import { type Chat, type ChatToolkit, createChat } from './chat/chat.ts'
import { noteExchange } from './core-alerts.ts'
import type { openOperations } from './core-operations.ts'
import type { CoreOptions } from './core-options.ts'
import type { Instance } from './instances/instance.ts'
import { isLocal } from './instances/location.ts'
import { createModelMemory, type ModelMemoryTools } from './memory/model-memory.ts'
import { createModelProfiles } from './memory/model-profiles.ts'
import { roomIn } from './memory/plan-load.ts'
import type { ActivityTracker } from './models/activity/activity-tracker.ts'
import { createModels } from './models/create-models.ts'
import type { PlanTools } from './models/model-plan.ts'
import type { Models, ModelsOptions } from './models/models.ts'
import type { ServerEnvironment } from './ollama/server-defaults.ts'
import {
  createSettingsAdvice,
  type SettingsAdvice,
  type SettingsAdviceOptions,
} from './settings/advice/settings-advice.ts'
import { createSettings } from './settings/create-settings.ts'
import type { SavedSettings } from './settings/saved-settings.ts'
import type { Settings, SettingsOptions } from './settings/settings.ts'
import type { WatchedHost } from './system/watched-host.ts'

interface OpenModelsOptions
  extends Omit<ChatToolkit, 'activity' | 'memoryOf' | 'onEnd' | 'settingsOf'>,
    Omit<ModelsOptions, 'activity' | 'memoryOf' | 'modelsFolder' | 'planning' | 'settings' | 'weightsOf'>,
    Pick<SettingsOptions, 'history'>,
    Pick<ModelMemoryTools, 'observations' | 'rules'>,
    Pick<CoreOptions, 'ollama'> {
  readonly activity: ActivityTracker
  readonly host: WatchedHost
  readonly savedSettings: SavedSettings
  readonly operations: Pick<ReturnType<typeof openOperations>, 'counting' | 'onExchange'>
  readonly signals: AlertSignals
}

interface OpenModels {
  readonly models: Models
  readonly settings: Settings
  readonly chat: Chat
}

/** What is done with models: they are loaded, asked and set up, with what is known of their memory. */
export function openModels(options: OpenModelsOptions): OpenModels {
  const { host, activity, savedSettings, operations, signals, rules, observations, ollama } = options
  const profileOf = createModelProfiles()
  const memoryOf = createModelMemory({ profileOf, hostMemory: host.memoryFor, rules, observations })
  const environmentOf = (instance: Instance) => (isLocal(instance) ? (ollama?.environment ?? {}) : {})
  const advice = adviceOf({ ...options, profileOf, memoryOf, environmentOf })
  return {
    settings: createSettings({ ...options, saved: savedSettings, advice }),
    chat: createChat({
      ...options,
      memoryOf,
      settingsOf: savedSettings.of,
      activity: { begin: operations.counting(activity.begin) },
      onEnd(ended) {
        noteExchange(signals, ended)
        operations.onExchange(ended)
      },
    }),
    models: createModels({
      ...options,
      memoryOf,
      settings: savedSettings,
      planning: planningOf({ host, advice, environmentOf }),
      weightsOf: async (instance, model) => (await profileOf(instance, model)).weights,
      modelsFolder: host.modelsFolder,
    }),
  }
}

interface PlanningOptions extends Pick<PlanTools, 'environmentOf'> {
  readonly host: Pick<WatchedHost, 'memoryFor'>
  readonly advice: Pick<SettingsAdvice, 'runnerInForce'>
  readonly environmentOf: (instance: Instance) => ServerEnvironment
}

/** What is known of a load before it is asked for: the room there is, and what the model would be loaded with. */
const planningOf = ({ host, advice, environmentOf }: PlanningOptions): ModelsOptions['planning'] => ({
  roomOf: async (instance) => roomIn(await host.memoryFor(instance), environmentOf(instance)),
  runnerInForce: advice.runnerInForce,
  environmentOf,
})

interface AdviceOptions extends Omit<SettingsAdviceOptions, 'vramTotalBytes'> {
  readonly host: Pick<WatchedHost, 'vramTotal'>
}

/** Recommends settings for the GPUs of this host, to servers that run on it. */
const adviceOf = ({ host, ...options }: AdviceOptions): SettingsAdvice =>
  createSettingsAdvice({
    ...options,
    vramTotalBytes: async (instance) => (isLocal(instance) && !instance.isElsewhere() ? host.vramTotal() : null),
  })
