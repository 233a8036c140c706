import type { HistoryRange } from '@ollama-dashboard/contracts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { systemKey } from './keys.ts'

export const statsQuery = queryOptions({
  queryKey: [...systemKey, 'stats'],
  queryFn: ({ signal }) => api.system.stats({}, { signal }),
  refetchInterval: 2000,
})

export const statsHistoryQuery = (range: HistoryRange) =>
  queryOptions({
    queryKey: [...systemKey, 'history', range],
    queryFn: ({ signal }) => api.system.statsHistory({ query: { range } }, { signal }),
    refetchInterval: 4000,
    placeholderData: keepPreviousData,
  })
