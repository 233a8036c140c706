import type { ChatMetrics } from '@ollama-dashboard/contracts'
import type { ChatLine } from '../../ollama/ollama.ts'

/** Engines stop within a token or two of the end of the context. */
const nearEnd = 2

/**
 * Which limit a reply stopped at: the number of tokens it may have, or the end of the context. Ollama calls both
 * `length`. Null where it stopped at neither.
 */
export function limitReached(
  { doneReason, promptTokens, completionTokens }: ChatLine,
  numPredict: number | null,
  contextLength: number | null,
): NonNullable<ChatMetrics['stopped_at']> | null {
  if (doneReason !== 'length') return null
  // Told beforehand, and not reached: then it was the other one, whatever an old server counts of a prompt it had read before.
  if (numPredict !== null) return (completionTokens ?? 0) >= numPredict ? 'num_predict' : 'context'
  if (contextLength === null || promptTokens === null) return 'num_predict'
  return promptTokens + (completionTokens ?? 0) >= contextLength - nearEnd ? 'context' : 'num_predict'
}
