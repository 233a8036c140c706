import type { Instance } from '../instances/instance.ts'
import type { InstalledModel } from '../ollama/ollama.ts'
import type { HostMemory } from './host-memory.ts'
import type { MemoryInput, OllamaMemoryConfig } from './memory-estimate.ts'
import type { MemoryObservations } from './memory-observations.ts'
import type { ModelProfiles } from './model-profiles.ts'

export interface ModelMemoryTools {
  readonly profileOf: ModelProfiles
  readonly hostMemory: (instance: Instance) => Promise<HostMemory | null>
  readonly rules: OllamaMemoryConfig
  readonly observations: Pick<MemoryObservations, 'of'>
}

/** All that the memory of a model at a context follows from. */
export type ModelMemory = (instance: Instance, model: InstalledModel) => Promise<MemoryInput>

/** Gathers the inputs of a memory estimate. Throws what `/api/show` throws. */
export const createModelMemory =
  ({ profileOf, hostMemory, rules, observations }: ModelMemoryTools): ModelMemory =>
  async (instance, model) => {
    const [{ architecture }, host] = await Promise.all([profileOf(instance, model), hostMemory(instance)])
    return {
      architecture,
      sizeBytes: model.size,
      parameterSize: model.details.parameter_size,
      quantizationLevel: model.details.quantization_level,
      host,
      rules,
      observed: observations.of(instance, model.digest),
    }
  }
