import { type BulkAction, type BulkProgress, type BulkResult, sameModel } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { problemOf } from '../../kernel/problems/problem.ts'
import { currentTraceId } from '../../kernel/tracing/trace-context.ts'
import { distinctModels } from './distinct-models.ts'

export type BulkItems = BulkProgress['items']

export interface BulkOptions {
  readonly instance: Instance
  readonly names: readonly string[]
  readonly action: BulkAction
  /** What is done with each; returns it by its own name. */
  readonly act: (model: string) => Promise<{ readonly model: string }>
  /** Aborts when the caller leaves: what is left is not begun. */
  readonly signal: AbortSignal
  /** Told how each model stands, whenever one of them goes on. */
  readonly onProgress?: ((items: BulkItems) => void) | undefined
  /** How far the same deletion was when it ended in the middle: nothing is deleted a second time. */
  readonly before?: BulkItems | undefined
}

const working = { start: 'loading', stop: 'unloading', delete: 'deleting' } as const

/** Does one thing with one model after the other; one that fails does not keep the next from being tried. */
export async function runBulk(options: BulkOptions): Promise<BulkResult> {
  const { instance, names, action, signal, onProgress } = options
  const models = distinctModels(names)
  instance.expectReachable()
  const results: BulkResult['results'] = []
  for (const model of models) {
    signal.throwIfAborted()
    onProgress?.(itemsOf(models, results, working[action]))
    results.push(await tryOne(model, options))
  }
  onProgress?.(itemsOf(models, results, 'waiting'))
  const succeeded = results.filter(({ success }) => success).length
  return { results, succeeded, failed: results.length - succeeded }
}

/** Those that were tried, the one under way, and those whose turn comes later. */
const itemsOf = (
  models: readonly string[],
  results: BulkResult['results'],
  next: BulkItems[number]['state'],
): BulkItems =>
  models.map((model, index) => {
    const outcome = results[index]
    if (!outcome) return { model, state: index === results.length ? next : 'waiting' }
    const { success, error } = outcome
    return { model, state: success ? 'done' : 'failed', ...(error && { error }) }
  })

async function tryOne(
  model: string,
  { act, signal, before }: Pick<BulkOptions, 'act' | 'signal' | 'before'>,
): Promise<BulkResult['results'][number]> {
  const was = before?.find((item) => sameModel(item.model, model))
  if (was?.state === 'done') return { model, success: true }
  try {
    return { model: (await act(model)).model, success: true }
  } catch (error) {
    signal.throwIfAborted()
    // The dashboard may have ended between a deletion and the note of it.
    if (was && was.state !== 'failed' && isNotFound(error)) return { model, success: true }
    return { model, success: false, error: problemOf(error, currentTraceId()) }
  }
}

const isNotFound = (error: unknown): boolean => error instanceof DashboardError && error.code === 'model_not_found'
