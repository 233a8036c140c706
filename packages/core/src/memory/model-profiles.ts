import type { LRUCache } from 'lru-cache'
import type { Instance } from '../instances/instance.ts'
import { createServerCache } from '../kernel/server-cache.ts'
import { type ModelfileParameters, readParameters } from '../ollama/answers/modelfile-parameters.ts'
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
  /** The digest of its weights, by which Ollama calls what it runs; null where it does not tell. */
  readonly weights: string | null
}

export const traitsOf = ({ capabilities, architecture }: ModelProfile): Traits => ({
  capabilities,
  contextLength: architecture.trainedContext,
})

export type ModelProfiles = (instance: Instance, model: InstalledModel) => Promise<ModelProfile>

/** The version of a server decides how it reads a model. */
interface KnownProfile {
  readonly version: string | null
  readonly profile: ModelProfile
}

/** Small enough for thousands of models, whose licences and templates would not be. */
export function createModelProfiles(): ModelProfiles {
  const byInstance = new WeakMap<Instance, LRUCache<string, KnownProfile>>()

  function knownOf(instance: Instance): LRUCache<string, KnownProfile> {
    const known = byInstance.get(instance) ?? createServerCache<KnownProfile>()
    byInstance.set(instance, known)
    return known
  }

  return async (instance, model) => {
    const known = knownOf(instance)
    const version = instance.version.current().value
    // Without a digest a name may come to mean another model.
    const before = model.digest === null ? undefined : known.get(model.digest)
    if (before?.version === version) return before.profile
    const { modelInfo, capabilities, parameters, system, modelfile } = await instance.shown.get(model)
    const profile: ModelProfile = {
      architecture: readArchitecture(modelInfo, version),
      capabilities,
      parameters: readParameters(parameters),
      system,
      weights: /^FROM\s.*\bsha256[-:]([0-9a-f]{64})\b/im.exec(modelfile ?? '')?.[1] ?? null,
    }
    if (model.digest !== null) known.set(model.digest, { version, profile })
    return profile
  }
}
