import type { MemoryEstimate } from '@ollama-dashboard/contracts'

export type EstimatePoint = Pick<MemoryEstimate['estimate'][number], 'context' | 'bytes' | 'observed'>

/**
 * Bytes at a context, on the line between the points that were estimated. Below the first the line goes on; above the
 * last nothing grows, for Ollama gives no more context than that. Null without points.
 */
export function bytesAt(estimate: readonly EstimatePoint[], context: number): number | null {
  const above = estimate.findIndex((point) => point.context >= context)
  const end = above < 0 ? estimate.length - 1 : Math.max(1, above)
  const from = estimate[end - 1]
  const to = estimate[end] ?? from
  if (!to) return null
  if (!from || above < 0) return to.bytes
  if (from === to) return from.bytes
  const share = (context - from.context) / (to.context - from.context)
  return Math.round(from.bytes + share * (to.bytes - from.bytes))
}
