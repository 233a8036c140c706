import type { HistoryRange } from '@ollama-dashboard/contracts'

export const hourSeconds = 3600

const rangeSeconds: Readonly<Record<HistoryRange, number>> = {
  '15m': 900,
  '1h': 3600,
  '24h': 86_400,
  '7d': 604_800,
  '30d': 2_592_000,
  '1y': 31_536_000,
}

/**
 * The ends of the axis of a range; all in seconds since the epoch. What reaches over hours ends with the one that is
 * under way, so that the host and the replies, which are added up by the hour, have one axis.
 */
export function spanOf(range: HistoryRange, now: number): { readonly from: number; readonly to: number } {
  const seconds = rangeSeconds[range]
  const to = seconds > hourSeconds ? (Math.floor(now / hourSeconds) + 1) * hourSeconds : now
  return { from: to - seconds, to }
}
