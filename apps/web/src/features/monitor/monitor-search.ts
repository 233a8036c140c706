import type { HistoryRange } from '@ollama-dashboard/contracts'

export const ranges = ['15m', '1h', '24h', '7d', '30d', '1y'] as const satisfies readonly HistoryRange[]

/** What the monitor shows, so that its address can be kept and sent. Absent means: as at first. */
export interface MonitorSearch {
  readonly range?: HistoryRange
  /** The ends of a part of the time, as RFC 3339; both, in place of a range. */
  readonly from?: string
  readonly to?: string
  readonly table?: true
}

/** What makes sense of an address; the rest of it is ignored. */
export function readMonitorSearch(search: Record<string, unknown>): MonitorSearch {
  const range = ranges.find((one) => one === search['range'])
  const [from, to] = [readMoment(search['from']), readMoment(search['to'])]
  const isWindow = !range && from !== null && to !== null && from < to
  return {
    ...(range && { range }),
    ...(isWindow && { from: addressed(from), to: addressed(to) }),
    ...(search['table'] === true && { table: true as const }),
  }
}

/** Milliseconds since the epoch; null for what is no moment. */
function readMoment(value: unknown): number | null {
  const ms = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? null : ms
}

const addressed = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')
