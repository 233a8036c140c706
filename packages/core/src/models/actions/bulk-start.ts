import { type BulkStartResult, sameModel } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { isSameModel } from '../find-model.ts'
import { type BulkOptions, runBulk } from './bulk.ts'

/**
 * Loads one model after the other. `success` tells of the load itself and `state` of the end, when a model may have made
 * room for a later one.
 */
export async function bulkStart(options: Omit<BulkOptions, 'action' | 'before'>): Promise<BulkStartResult> {
  const { results, succeeded, failed } = await runBulk({ ...options, action: 'start' })
  const isLoaded = await readLoaded(options.instance)
  return {
    results: results.map((outcome) => ({ ...outcome, state: isLoaded(outcome.model) ? 'loaded' : 'unloaded' })),
    started: succeeded,
    failed,
  }
}

/** By what Ollama says now, or said last where it no longer answers. */
async function readLoaded(instance: Instance): Promise<(name: string) => boolean> {
  const loaded = (await instance.loaded.refresh()).value ?? []
  const installed = instance.installed.current().value ?? []
  return (name) => {
    const model = installed.find((one) => sameModel(one.name, name))
    return loaded.some((one) => (model ? isSameModel(one, model) : sameModel(one.name, name)))
  }
}
