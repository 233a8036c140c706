import { type BulkProgress, type BulkStartResult, type ModelActionResult, sameModel } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { problemOf } from '../../kernel/problem.ts'
import { currentTraceId } from '../../kernel/trace-context.ts'
import { normalizeModelName } from '../../ollama/model-name.ts'
import { isSameModel } from '../find-model.ts'

/** Normalised names of a member of a body; throws `validation_failed` where two of them mean one model. */
export function distinctModels(names: readonly string[], member = 'models'): readonly string[] {
  const models = names.map(normalizeModelName)
  const fieldErrors = models.flatMap((model, index) => {
    const first = models.findIndex((other) => sameModel(other, model))
    return first === index
      ? []
      : [{ path: `/body/${member}/${index}`, message: `is the same model as ${member}/${first}` }]
  })
  if (fieldErrors.length === 0) return models
  throw new DashboardError('validation_failed', 'A model is listed more than once.', {
    hint: 'List each model once. A name without a tag means ":latest".',
    fieldErrors,
  })
}

export interface BulkStartOptions {
  readonly instance: Instance
  readonly names: readonly string[]
  readonly start: (model: string) => Promise<ModelActionResult>
  /** Aborts when the caller leaves: what is left is not begun. */
  readonly signal: AbortSignal
  /** Told how each model stands, whenever one of them goes on. */
  readonly onProgress?: ((items: BulkProgress['items']) => void) | undefined
}

type Started = Pick<BulkStartResult['results'][number], 'model' | 'success' | 'error'>

/**
 * Loads one model after the other; one that fails does not keep the next from being tried. `success` tells of the load
 * itself and `state` of the end, when a model may have made room for a later one.
 */
export async function bulkStart({
  instance,
  names,
  start,
  signal,
  onProgress,
}: BulkStartOptions): Promise<BulkStartResult> {
  const models = distinctModels(names)
  instance.expectReachable()
  const outcomes: Started[] = []
  for (const model of models) {
    signal.throwIfAborted()
    onProgress?.(itemsOf(models, outcomes, 'loading'))
    outcomes.push(await tryStart(model, start, signal))
  }
  onProgress?.(itemsOf(models, outcomes, 'waiting'))
  const started = outcomes.filter(({ success }) => success).length
  const isLoaded = await readLoaded(instance)
  return {
    results: outcomes.map((outcome) => ({ ...outcome, state: isLoaded(outcome.model) ? 'loaded' : 'unloaded' })),
    started,
    failed: outcomes.length - started,
  }
}

/** Those that were tried, the one under way, and those whose turn comes later. */
const itemsOf = (
  models: readonly string[],
  outcomes: readonly Started[],
  next: 'loading' | 'waiting',
): BulkProgress['items'] =>
  models.map((model, index) => {
    const outcome = outcomes[index]
    if (!outcome) return { model, state: index === outcomes.length ? next : 'waiting' }
    const { success, error } = outcome
    return { model, state: success ? 'done' : 'failed', ...(error && { error }) }
  })

async function tryStart(model: string, start: BulkStartOptions['start'], signal: AbortSignal): Promise<Started> {
  try {
    return { model: (await start(model)).model, success: true }
  } catch (error) {
    signal.throwIfAborted()
    return { model, success: false, error: problemOf(error, currentTraceId()) }
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
