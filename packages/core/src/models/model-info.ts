import type { ModelInfo } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import { estimateMemory, type HostMemory, type OllamaMemoryConfig } from '../memory/memory-estimate.ts'
import type { MemoryObservations } from '../memory/memory-observations.ts'
import { describeInstalled } from './describe.ts'
import { findInstalled } from './find-model.ts'

export type { HostMemory }

export interface ModelInfoTools {
  readonly hostMemory: (instance: Instance) => Promise<HostMemory | null>
  readonly rules: OllamaMemoryConfig
  readonly observations: Pick<MemoryObservations, 'of'>
}

/** Everything `/api/show` tells of a model, and what it costs in memory at each context. */
export function createModelInfo({ hostMemory, rules, observations }: ModelInfoTools) {
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
      memory: estimateMemory({
        modelInfo,
        version: instance.version.current().value,
        sizeBytes: model.size,
        host: await hostMemory(instance),
        rules,
        observed: observations.of(instance, model.digest),
      }),
    }
  }
}

/** Arrays are per-layer values and vocabularies: long, and of no use to a reader. */
const withoutArrays = (info: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(info).filter(([, value]) => value !== null && !Array.isArray(value)))
