import type { EffectiveSettings, ModelSettings, Recommendation, SettingsProblem } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { limit } from '../../kernel/serial.ts'
import type { ModelMemory } from '../../memory/model-memory.ts'
import { type ModelProfiles, traitsOf } from '../../memory/model-profiles.ts'
import { type KnownRunners, runnerOf } from '../../models/actions/runner-options.ts'
import { effectiveContext } from '../../models/effective-context.ts'
import { findInstalled, isSameModel } from '../../models/find-model.ts'
import type { RunnerInForce } from '../../models/model-plan.ts'
import type { InstalledModel } from '../../ollama/ollama.ts'
import { type ServerEnvironment, serverDefaults } from '../../ollama/server-defaults.ts'
import { effectiveOptions } from './effective-settings.ts'
import { neededSettings } from './needed-settings.ts'
import { recommend } from './recommend.ts'
import { serverContext } from './server-context.ts'

/** What suits a model here, and what holds for it. Throws `model_not_found` where it is not installed. */
export interface SettingsAdvice {
  recommended(instance: Instance, model: string, saved: ModelSettings): Promise<Recommendation>
  /** For every installed model that is meant; those that could not be looked at are told with why. */
  allRecommended(instance: Instance, asked: AllAsked): Promise<AllRecommended>
  effective(instance: Instance, model: string, saved: ModelSettings): Promise<EffectiveSettings>
  /** What a start of the model would load it with. */
  runnerInForce(instance: Instance, model: InstalledModel, saved: ModelSettings): Promise<RunnerInForce>
}

/** What is saved for a model, by its name. */
export type SavedOf = (model: string) => ModelSettings

export interface AllAsked {
  readonly savedOf: SavedOf
  /** Which of the installed models are looked at. */
  readonly isMeant: (model: string) => boolean
  readonly signal: AbortSignal
}

export interface AllRecommended {
  readonly recommendations: readonly Recommendation[]
  readonly errors: readonly SettingsProblem[]
}

export interface SettingsAdviceOptions {
  readonly profileOf: ModelProfiles
  readonly memoryOf: ModelMemory
  /** Bytes of all GPUs of its host: 0 without any, null where it is not known. */
  readonly vramTotalBytes: (instance: Instance) => Promise<number | null>
  /** Environment variables of the server, as far as known. */
  readonly environmentOf: (instance: Instance) => ServerEnvironment
  readonly runners: Pick<KnownRunners, 'isAsWanted' | 'loadedWith'>
}

/** Models that are looked at at once: enough to be quick, few enough that Ollama stays free for people. */
const maxConcurrent = 4

export function createSettingsAdvice(options: SettingsAdviceOptions): SettingsAdvice {
  const { profileOf, memoryOf, vramTotalBytes, environmentOf, runners } = options

  async function holdsFor(instance: Instance, model: InstalledModel, saved: ModelSettings) {
    const [profile, vram] = await Promise.all([profileOf(instance, model), vramTotalBytes(instance)])
    const traits = traitsOf(profile)
    const { num_ctx: usual, ...defaults } = serverDefaults({
      version: instance.version.current().value,
      vramTotalBytes: vram,
      environment: environmentOf(instance),
      traits,
    })
    const running = instance.loaded.current().value?.find((loaded) => isSameModel(loaded, model))
    const loadedWith = running ? runners.loadedWith(instance, running) : null
    const wanted = runnerOf(saved, traits)
    const context = serverContext({ usual, running, loadedWith, saved: wanted, traits })
    const server = { ...defaults, ...(context !== undefined && { num_ctx: context }) }
    const usualContext = usual === undefined ? null : effectiveContext(usual, traits)
    return { profile, running, wanted, usualContext, options: effectiveOptions({ saved, profile, server }) }
  }

  async function recommendFor(
    instance: Instance,
    model: InstalledModel,
    saved: ModelSettings,
  ): Promise<Recommendation> {
    const [{ profile, options }, memory] = await Promise.all([
      holdsFor(instance, model, saved),
      memoryOf(instance, model),
    ])
    const recommendation = recommend({ model, profile, memory })
    const reasons = recommendation.reasons.map((reason) => {
      const option = options.find(({ field }) => field === reason.field)
      return { ...reason, without_saved: option?.without_saved.value ?? null }
    })
    return { ...recommendation, settings: neededSettings(reasons), reasons }
  }

  return {
    recommended: async (instance, name, saved) => recommendFor(instance, await findInstalled(instance, name), saved),

    async allRecommended(instance, { savedOf, isMeant, signal }) {
      const { value, error } = await instance.installed.read()
      if (value === null) throw error ?? new DashboardError('internal', 'The installed models are not loaded yet.')
      const recommendations: Recommendation[] = []
      const errors: SettingsProblem[] = []
      const inTurn = limit(maxConcurrent)
      async function look(model: InstalledModel, index: number) {
        signal.throwIfAborted()
        try {
          recommendations[index] = await recommendFor(instance, model, savedOf(model.name))
        } catch (failure) {
          if (!(failure instanceof DashboardError)) throw failure
          errors.push({ model: model.name, message: failure.message })
        }
      }
      const meant = value.filter(({ name }) => isMeant(name))
      await Promise.all(meant.map((model, index) => inTurn(() => look(model, index))))
      return { recommendations: Object.values(recommendations), errors }
    },

    async effective(instance, name, saved) {
      const model = await findInstalled(instance, name)
      const { options, running, wanted } = await holdsFor(instance, model, saved)
      const isAsSaved = running && runners.isAsWanted(instance, running, wanted)
      return { model: model.name, options, needs_restart: isAsSaved == null ? null : !isAsSaved }
    },

    async runnerInForce(instance, model, saved) {
      const { options, usualContext } = await holdsFor(instance, model, saved)
      const numberOf = (name: 'num_ctx' | 'num_gpu') => {
        const value = options.find(({ field }) => field === name)?.value
        return typeof value === 'number' ? value : null
      }
      const context = numberOf('num_ctx')
      return {
        context: context ?? usualContext,
        isUsual: context === null && usualContext !== null,
        gpuLayers: numberOf('num_gpu'),
      }
    },
  }
}
