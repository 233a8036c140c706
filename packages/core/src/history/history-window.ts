import { type HistoryRange, historyRanges } from '@ollama-dashboard/contracts'
import { DashboardError } from '../kernel/errors.ts'

/** A part of the time, as somebody asks for it. */
export interface HistoryInput {
  readonly range?: HistoryRange | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Milliseconds since the epoch. */
export interface HistoryWindow {
  /** Null where the period was given by its ends. */
  readonly range: HistoryRange | null
  readonly from: number
  readonly to: number
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

const lengthMs: Readonly<Record<HistoryRange, number>> = {
  '15m': 15 * minuteMs,
  '1h': 60 * minuteMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
  '1y': 365 * dayMs,
}

/** A caller's clock may be ahead: so much of the future is taken for now. */
const aheadMs = 5 * minuteMs

/** The period that is meant. Throws `validation_failed` for half a pair, an end before its begin, and the future. */
export function windowOf({ range, from: begin, to: end }: HistoryInput, now: number): HistoryWindow {
  if (begin === undefined && end === undefined) {
    const wanted = range ?? historyRanges[0]
    return { range: wanted, from: now - lengthMs[wanted], to: now }
  }
  if (range !== undefined) throw invalid('range', 'must be absent with from and to')
  if (begin === undefined) throw invalid('from', 'is required with to')
  if (end === undefined) throw invalid('to', 'is required with from')
  const [from, to] = [timeOf('from', begin), timeOf('to', end)]
  if (from >= now) throw invalid('from', 'must be in the past')
  if (to > now + aheadMs) throw invalid('to', 'must not be in the future')
  if (from >= to) throw invalid('from', 'must be before to')
  return { range: null, from, to: Math.min(to, now) }
}

/** RFC 3339. `Date.parse` alone would take much else. */
function timeOf(field: string, text: string): number {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/i.test(text)
    ? Date.parse(text)
    : Number.NaN
  if (Number.isNaN(time)) throw invalid(field, 'must be a time such as 2026-01-31T12:00:00Z')
  return time
}

const invalid = (field: string, message: string) =>
  new DashboardError('validation_failed', `"${field}" ${message}.`, {
    fieldErrors: [{ path: `/query/${field}`, message }],
  })
