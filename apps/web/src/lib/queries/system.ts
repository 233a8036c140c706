import type { HistoryRange } from '@ollama-dashboard/contracts'
import { keepPreviousData, type Query, queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { areStatsTold } from '../api/watched-stats.ts'
import { systemKey } from './keys.ts'

export const statsQuery = queryOptions({
  queryKey: [...systemKey, 'stats'],
  queryFn: ({ signal }) => api.system.stats({}, { signal }),
  refetchInterval: () => (areStatsTold() ? 15_000 : 2000),
})

/** A range that ends now and moves with the time, or a window that stands still; its ends as RFC 3339. */
export type Period = { readonly range: HistoryRange } | { readonly from: string; readonly to: string }

const refreshMs: Readonly<Record<HistoryRange, number>> = {
  '15m': 4000,
  '1h': 15_000,
  '24h': 60_000,
  '7d': 60_000,
  '30d': 300_000,
  '1y': 300_000,
}

/** How often to read again what is known of a period: what has passed does not change. */
export const refreshOf = (period: Period): number | false => ('range' in period ? refreshMs[period.range] : false)

/** How often to ask for what samples do not tell, such as a GPU that was found only now. */
const askAnywayMs = 15_000

/** Milliseconds until a history is to be read again. Each sample that is added to it would begin the wait anew. */
function dueIn({ state: { fetchStatus, dataUpdatedAt, errorUpdatedAt } }: Pick<Query, 'state'>): number {
  if (fetchStatus !== 'idle') return askAnywayMs
  return Math.max(1, Math.max(dataUpdatedAt, errorUpdatedAt) + askAnywayMs - Date.now())
}

export const statsHistoryQuery = (instance: InstanceName, period: Period) =>
  queryOptions({
    queryKey: [...systemKey, 'history', instance, period],
    queryFn: ({ signal }) => api.system.statsHistory({ query: { ...instanceQuery(instance), ...period } }, { signal }),
    refetchInterval: (query) => refreshOf(period) && (areStatsTold() ? dueIn(query) : refreshOf(period)),
    placeholderData: keepPreviousData,
  })
