import type { Span } from '../period.ts'

/** Where a moment lies on an axis: 0 to 100, and never beyond its ends. */
export const percentOf = ({ from, to }: Span, at: number): number =>
  Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100))
