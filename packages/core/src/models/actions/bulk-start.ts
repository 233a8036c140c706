import { type BulkStartResult, sameModel } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { isRunInAnother, isSameModel, type WeightsOf } from '../find-model.ts'
import { type BulkOptions, runBulk } from './bulk.ts'

/**
 * Loads one model after the other. `success` tells of the load itself and `state` of the end, when a model may have made
 * room for a later one.
 */
export async function bulkStart(
  options: Omit<BulkOptions, 'action' | 'before'>,
  weightsOf: WeightsOf,
): Promise<BulkStartResult> {
  const { results, succeeded, failed } = await runBulk({ ...options, action: 'start' })
  const isLoaded = await readLoaded(options.instance, weightsOf)
  const ended: BulkStartResult['results'] = []
  // One after the other: for each that is in no list the server may be asked.
  for (const outcome of results)
    ended.push({ ...outcome, state: (await isLoaded(outcome.model)) ? 'loaded' : 'unloaded' })
  return { results: ended, started: succeeded, failed }
}

/** By what Ollama says now, or said last where it no longer answers. */
async function readLoaded(instance: Instance, weightsOf: WeightsOf): Promise<(name: string) => Promise<boolean>> {
  const loaded = (await instance.loaded.refresh()).value ?? []
  const installed = instance.installed.current().value ?? []
  return async (name) => {
    const model = installed.find((one) => sameModel(one.name, name))
    if (!model) return loaded.some((one) => sameModel(one.name, name))
    return loaded.some((one) => isSameModel(one, model)) || isRunInAnother(instance, model, weightsOf)
  }
}
