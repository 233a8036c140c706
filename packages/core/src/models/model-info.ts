import type { ModelInfo } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { estimateMemory } from '../memory/memory-estimate.ts'
import type { ModelMemory } from '../memory/model-memory.ts'
import { describeInstalled } from './describe.ts'
import { findInstalled } from './find-model.ts'
import { heldByOthers } from './residents.ts'

/** Everything `/api/show` tells of a model, and what it costs in memory at each context. */
export function createModelInfo(memoryOf: ModelMemory) {
  return async (
    instance: Instance,
    name: string,
    signal: AbortSignal,
    { refresh = false } = {},
  ): Promise<ModelInfo> => {
    const model = await findInstalled(instance, name)
    signal.throwIfAborted()
    const shown = await instance.shown.get(model, { refresh })
    const { parameters, template, system, license, modelfile, modelInfo } = shown
    return {
      model: describeInstalled(model, instance),
      parameters,
      template,
      system,
      license,
      modelfile,
      model_info: withoutArrays(modelInfo),
      memory: estimateMemory(await memoryOf(instance, model), heldByOthers(instance, model)),
    }
  }
}

/** Arrays are per-layer values and vocabularies: long, and of no use to a reader. */
const withoutArrays = (info: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(info).filter(([, value]) => value !== null && !Array.isArray(value)))
