import { currentTraceId } from '../../kernel/tracing/trace-context.ts'
import { type EndedOperation, outcomeOf } from '../../operations/ended-operation.ts'
import type { EndedTask } from './model-tasks.ts'

/** What ended work on a model counts as; null where nothing was done. */
export function taskOperation({ target, kind, seconds, retries, signal, end }: EndedTask): EndedOperation | null {
  const common = { operation: kind, instance: target.instance, seconds, retries, traceId: currentTraceId() }
  if ('error' in end) {
    const outcome = outcomeOf(end.error, signal)
    return outcome && { ...common, model: target.model, outcome }
  }
  const { changed, model } = toldBy(end.result)
  // A model that was loaded already was not loaded in no time.
  if (changed === false) return null
  return { ...common, model: typeof model === 'string' ? model : target.model, outcome: 'succeeded' }
}

/** Results of actions have these; of a copy, none. */
const toldBy = (result: unknown): Partial<Record<'changed' | 'model', unknown>> =>
  typeof result === 'object' && result !== null ? result : {}
