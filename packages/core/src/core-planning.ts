import type { Instance } from './instances/instance.ts'
import { isLocal } from './instances/location.ts'
import type { ModelProfiles } from './memory/model-profiles.ts'
import { roomIn } from './memory/plan-load.ts'
import type { PlanTools } from './models/model-plan.ts'
import type { ModelsOptions } from './models/models.ts'
import type { ServerEnvironment } from './ollama/server-defaults.ts'
import {
  createSettingsAdvice,
  type SettingsAdvice,
  type SettingsAdviceOptions,
} from './settings/advice/settings-advice.ts'
import type { WatchedHost } from './system/watched-host.ts'

interface PlanningOptions extends Pick<PlanTools, 'environmentOf'> {
  readonly host: Pick<WatchedHost, 'memoryFor'>
  readonly advice: Pick<SettingsAdvice, 'runnerInForce'>
  readonly profileOf: ModelProfiles
  readonly environmentOf: (instance: Instance) => ServerEnvironment
}

/** What is known of a load before it is asked for: the room there is, and what the model would be loaded with. */
export const planningOf = ({ host, advice, profileOf, environmentOf }: PlanningOptions): ModelsOptions['planning'] => ({
  roomOf: async (instance) => roomIn(await host.memoryFor(instance), environmentOf(instance)),
  runnerInForce: advice.runnerInForce,
  weightsOf: async (instance, model) => (await profileOf(instance, model)).weights,
  environmentOf,
})

interface AdviceOptions extends Omit<SettingsAdviceOptions, 'vramTotalBytes'> {
  readonly host: Pick<WatchedHost, 'vramTotal'>
}

/** Recommends settings for the GPUs of this host, to servers that run on it. */
export const adviceOf = ({ host, ...options }: AdviceOptions): SettingsAdvice =>
  createSettingsAdvice({
    ...options,
    vramTotalBytes: async (instance) => (isLocal(instance) && !instance.isElsewhere() ? host.vramTotal() : null),
  })
