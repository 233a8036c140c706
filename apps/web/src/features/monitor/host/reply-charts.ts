import type { Spread, StatsHistory, StatsPoint } from '@ollama-dashboard/contracts'
import { formatCount, formatMs, formatSpan } from '../../../lib/format.ts'
import type { ChartData, ChartSeries } from '../charts/chart-data.ts'
import type { Span } from '../period.ts'
import { momentWords } from '../plot/time-words.ts'

export const replyTitles = { requests: 'Requests', speed: 'Tokens/s, and first token, ms' } as const

/** A bar is wide enough to be pointed at. */
const barsAtMost = 60
/** In seconds, as a person counts time. */
const barSeconds = [
  10, 20, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
] as const

/** One bar, and what was measured within it. */
interface Bar {
  /** Its begin, in seconds since the epoch. */
  readonly start: number
  readonly points: readonly StatsPoint[]
}

/**
 * What models were asked and how fast they were, in bars of as many seconds as can be told apart. None where the caller
 * may not know it.
 */
export function replyCharts({ step_seconds: step, points }: StatsHistory, span: Span): ChartData[] {
  if (points.every(({ requests }) => requests === null)) return []
  const seconds = secondsOf(span, step)
  const bars = barsOf(points, span, seconds)
  const words = momentWords(span, seconds)
  const axis = {
    ...span,
    // What is said of a bar stands in its middle.
    times: bars.map(({ start }) => start + seconds / 2),
    step: seconds,
    formatTime: words,
    formatStep: (ms: number) => words(ms - seconds * 500),
  }
  const note = `per ${perWords(seconds)}`
  const count = (label: string, figure: 'requests' | 'failed'): ChartSeries => ({
    label,
    values: bars.map(({ points }) => sumOf(points.map((point) => point[figure]))),
    format: formatCount,
    overall: 'total',
  })
  return [
    {
      ...axis,
      title: replyTitles.requests,
      nothing: 'No requests in this period',
      note,
      kind: 'bars',
      isCount: true,
      series: [count('Requests', 'requests'), count('Failed', 'failed')],
    },
    {
      ...axis,
      title: replyTitles.speed,
      nothing: 'No replies in this period',
      kind: 'line',
      series: [
        speed('Tokens/s', bars, 'tokens_per_second', (value) => value.toFixed(1)),
        { ...speed('First token', bars, 'time_to_first_token_ms', formatMs), isRight: true },
      ],
    },
  ]
}

/** Whole steps of the history, so that no step lies in two bars. */
function secondsOf({ from, to }: Span, step: number): number {
  const least = (to - from) / barsAtMost
  return barSeconds.find((one) => one >= least && one % step === 0) ?? Math.ceil(least / step) * step
}

/** Bars from one end to the other; one without a sample is a gap. */
function barsOf(points: readonly StatsPoint[], { from, to }: Span, seconds: number): Bar[] {
  // Days begin at midnight of the person.
  const zone = new Date(from * 1000).getTimezoneOffset() * 60
  const startOf = (time: number) => Math.floor((time - zone) / seconds) * seconds + zone
  const within = Map.groupBy(points, ({ t }) => startOf(Date.parse(t) / 1000))
  const first = startOf(from)
  return Array.from({ length: Math.ceil((to - first) / seconds) }, (_, index) => {
    const start = first + index * seconds
    return { start, points: within.get(start) ?? [] }
  })
}

/** Null where nothing is known. */
function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null)
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0)
}

type Speed = 'tokens_per_second' | 'time_to_first_token_ms'

/** On average over the replies of each bar. */
function speed(label: string, bars: readonly Bar[], figure: Speed, format: (value: number) => string): ChartSeries {
  const each = bars.map(({ points }) =>
    points.flatMap((point) => {
      const spread: Spread | null = point[figure]
      return spread ? [{ spread, weight: Math.max(1, point.requests ?? 1) }] : []
    }),
  )
  const of = (reduce: (measured: (typeof each)[number]) => number) =>
    each.map((measured) => (measured.length === 0 ? null : reduce(measured)))
  return {
    label,
    values: of((measured) => {
      const weight = measured.reduce((sum, one) => sum + one.weight, 0)
      return measured.reduce((sum, one) => sum + one.spread.avg * one.weight, 0) / weight
    }),
    spread: {
      min: of((measured) => Math.min(...measured.map(({ spread }) => spread.min))),
      max: of((measured) => Math.max(...measured.map(({ spread }) => spread.max))),
    },
    format,
    overall: 'average',
  }
}

/** "10 s", "hour", "day": of one, the number says nothing. */
function perWords(seconds: number): string {
  const whole: Readonly<Record<number, string>> = { 60: 'minute', 3600: 'hour', 86400: 'day', 604800: 'week' }
  return whole[seconds] ?? (seconds < 60 ? `${seconds} s` : formatSpan(seconds))
}
