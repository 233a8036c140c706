import type { HistoryRange, PerformanceRange } from '@ollama-dashboard/contracts'
import type { Period } from '../../lib/queries/system.ts'

/** The ends of what is shown, in seconds since the epoch. */
export interface Span {
  readonly from: number
  readonly to: number
}

export const rangeSeconds: Readonly<Record<HistoryRange, number>> = {
  '15m': 900,
  '1h': 3600,
  '24h': 86_400,
  '7d': 604_800,
  '30d': 2_592_000,
  '1y': 31_536_000,
}

export const rangeWords: Readonly<Record<HistoryRange, string>> = {
  '15m': '15 m',
  '1h': '1 h',
  '24h': '24 h',
  '7d': '7 d',
  '30d': '30 d',
  '1y': '1 y',
}

const ranges = Object.keys(rangeSeconds) as HistoryRange[]

/** Nobody learns more from less: there are ten samples of the finest step in it. */
const leastSeconds = 20
const mostSeconds = rangeSeconds['1y']

/** The ends of a period, at a time in seconds since the epoch. */
export function spanOf(period: Period, now: number): Span {
  if ('range' in period) return { from: now - rangeSeconds[period.range], to: now }
  return { from: Date.parse(period.from) / 1000, to: Date.parse(period.to) / 1000 }
}

/** A part of the time as an address has it: whole seconds, not too few of them, and none to come. */
export function windowOf({ from, to }: Span, now: number): Period {
  const length = Math.min(mostSeconds, Math.max(leastSeconds, to - from))
  const end = Math.min(Math.ceil((from + to + length) / 2), Math.floor(now))
  return { from: timestamp(end - Math.ceil(length)), to: timestamp(end) }
}

const timestamp = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')

/** Half of what is shown, around a moment of it. */
export function closer({ from, to }: Span, around: number): Span {
  const quarter = (to - from) / 4
  const middle = Math.min(to - quarter, Math.max(from + quarter, around))
  return { from: middle - quarter, to: middle + quarter }
}

/** Twice of what is shown; a range becomes the next longer one. Null where there is no more. */
export function wider(period: Period, now: number): Period | null {
  if ('range' in period) {
    const next = ranges[ranges.indexOf(period.range) + 1]
    return next ? { range: next } : null
  }
  const { from, to } = spanOf(period, now)
  const length = to - from
  if (length * 2 >= mostSeconds) return { range: '1y' }
  return windowOf({ from: from - length / 2, to: to + length / 2 }, now)
}

/** The shortest range that has all of a window in it. */
export function rangeAround({ from }: Pick<Span, 'from'>, now: number): HistoryRange {
  return ranges.find((range) => rangeSeconds[range] >= now - from) ?? '1y'
}

/** What is added up by the hour is known of the last day, week or month: of that which has the period in it. */
export function hoursRangeOf(period: Period, now: number): PerformanceRange {
  const seconds = now - spanOf(period, now).from
  if (seconds <= rangeSeconds['24h'] + 60) return '24h'
  return seconds <= rangeSeconds['7d'] + 60 ? '7d' : '30d'
}

export const hoursWords: Readonly<Record<PerformanceRange, string>> = {
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
}
