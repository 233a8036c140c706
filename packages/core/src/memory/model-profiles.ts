import { LRUCache } from 'lru-cache'
import type { Instance } from '../instances/instance.ts'
import { type ModelfileParameters, readParameters } from '../ollama/modelfile-parameters.ts'
import type { InstalledModel, Traits } from '../ollama/ollama.ts'
import { type Architecture, readArchitecture } from './read-architecture.ts'

/** All that settings depend on, out of what `/api/show` says. */
export interface ModelProfile {
  readonly architecture: Architecture
  /** In Ollama's own words; null where an older server does not tell. */
  readonly capabilities: readonly string[] | null
  /** What the model brings along. */
  readonly parameters: ModelfileParameters
  readonly system: string | null
}

export const traitsOf = ({ capabilities, architecture }: ModelProfile): Traits => ({
  capabilities,
  contextLength: architecture.trainedContext,
})

export type ModelProfiles = (instance: Instance, model: InstalledModel) => Promise<ModelProfile>

/** Small enough for thousands of models, whose licences and templates would not be. */
export function createModelProfiles(): ModelProfiles {
  const known = new LRUCache<string, ModelProfile>({ max: 10_000 })
  return async (instance, model) => {
    const version = instance.version.current().value
    const key = `${instance.name}\n${version}\n${model.digest ?? model.name}`
    const before = known.get(key)
    if (before) return before
    const { modelInfo, capabilities, parameters, system } = await instance.shown.get(model)
    const profile: ModelProfile = {
      architecture: readArchitecture(modelInfo, version),
      capabilities,
      parameters: readParameters(parameters),
      system,
    }
    // Without a digest a name may come to mean another model.
    if (model.digest !== null) known.set(key, profile)
    return profile
  }
}
