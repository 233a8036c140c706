import type { SpeedChange } from '@ollama-dashboard/contracts'
import { fineScale } from '../../performance/log-scale.ts'

export type Counts = ReadonlyMap<number, number>

/** Fewer replies tell nothing: their median moves by more than what it is to show. */
export const minReplies = 10
/** A drop of so much is worth an alert. */
const slowerPercent = -10

export const repliesIn = (counts: Counts): number => counts.values().reduce((sum, count) => sum + count, 0)

/** The medians of both sides; null where there is nothing to compare with. */
export function speedChange(
  of: Pick<SpeedChange, 'instance' | 'model'>,
  before: Counts,
  after: Counts,
): SpeedChange | null {
  const was = repliesIn(before) < minReplies ? null : fineScale.percentile(before, 0.5)
  if (was === null) return null
  const is = repliesIn(after) < minReplies ? null : fineScale.percentile(after, 0.5)
  const change = is === null || was === 0 ? null : Math.round((is / was - 1) * 1000) / 10
  return { ...of, before: was, after: is, change_percent: change }
}

/**
 * Whether a model is slower since: its median by a tenth or more, and below what three quarters of the replies before it
 * reached, so that a model whose speed always varied by more than that is left alone. Medians of the fine scale are within
 * 0.5 % of the true ones.
 */
export function isSlower({ after, change_percent }: SpeedChange, before: Counts): boolean {
  if (after === null || change_percent === null || change_percent > slowerPercent) return false
  return after < (fineScale.percentile(before, 0.25) ?? 0)
}
