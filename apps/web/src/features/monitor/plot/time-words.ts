import { formatDay, formatHour, formatSecond, formatTime } from '../../../lib/format.ts'
import type { Span } from '../period.ts'

const minuteSeconds = 60
const daySeconds = 86_400

export type TimeWords = (ms: number) => string

/** How the marks of an axis are called. */
export function axisWords({ from, to }: Span): TimeWords {
  const seconds = to - from
  if (seconds > 2 * daySeconds) return formatDay
  return seconds < 5 * minuteSeconds ? formatSecond : formatTime
}

/** How one moment is called; `step` is how exactly it is known, in seconds. */
export function momentWords({ from, to }: Span, step: number): TimeWords {
  if (to - from > daySeconds / 2) return formatHour
  return step < minuteSeconds ? formatSecond : formatTime
}

const steps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
  1_209_600, 2_592_000, 5_184_000,
]

/** Round times on an axis, at most `most` of them, in seconds since the epoch, by the clock of the person. */
export function roundTimes({ from, to }: Span, most: number): number[] {
  const step = steps.find((one) => (to - from) / one <= most) ?? 7_776_000
  const zone = new Date(from * 1000).getTimezoneOffset() * 60
  const first = Math.ceil((from - zone) / step) * step + zone
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step)
}
