import type { HistoryRange } from '@ollama-dashboard/contracts'

export const ranges = ['15m', '1h', '24h', '7d'] as const satisfies readonly HistoryRange[]

/** What the monitor shows, so that its address can be kept and sent. Absent means: as at first. */
export interface MonitorSearch {
  readonly range?: HistoryRange
  readonly table?: true
}

/** What makes sense of an address; the rest of it is ignored. */
export function readMonitorSearch(search: Record<string, unknown>): MonitorSearch {
  const range = ranges.find((one) => one === search['range'])
  return { ...(range && { range }), ...(search['table'] === true && { table: true as const }) }
}
