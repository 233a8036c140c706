import type { ChatMetrics } from '@ollama-dashboard/contracts'
import { type EndedOperation, type Outcome, outcomeOf } from '../operations/ended-operation.ts'
import type { Exchange } from './exchange.ts'

/** How a reply ended. Nothing of what was said is part of it. */
export interface EndedExchange {
  readonly instance: Exchange['instance']
  readonly model: string
  /** Null where nothing was begun, as for a prompt that is too long. */
  readonly outcome: Outcome | null
  /** From the question to the end. */
  readonly seconds: number
  /** Null where nothing was said. */
  readonly firstTokenSeconds: number | null
  /** Null for a reply that did not come to its end. */
  readonly metrics: ChatMetrics | null
  /** 32 hex digits, or empty. */
  readonly traceId: string
}

interface Ending {
  readonly metrics: ChatMetrics | null
  /** What was thrown; null for a caller who left, and for success. */
  readonly failure: unknown
  readonly firstTokenMs: number | null
  readonly ms: number
  readonly traceId: string
}

export function endedExchange(
  { instance, model, signal }: Pick<Exchange, 'instance' | 'model' | 'signal'>,
  { metrics, failure, firstTokenMs, ms, traceId }: Ending,
): EndedExchange {
  const isLeft = failure === null
  return {
    instance,
    model: model.name,
    outcome: metrics ? 'succeeded' : isLeft ? 'cancelled' : outcomeOf(failure, signal),
    seconds: ms / 1000,
    firstTokenSeconds: firstTokenMs === null ? null : firstTokenMs / 1000,
    metrics,
    traceId,
  }
}

/** As an operation, a chat takes as long as somebody waits for its first word; null where nothing was begun. */
export function exchangeOperation(ended: EndedExchange): EndedOperation | null {
  const { instance, model, outcome, seconds, firstTokenSeconds, traceId } = ended
  return outcome && { operation: 'chat', instance, model, outcome, seconds: firstTokenSeconds ?? seconds, traceId }
}
