import type { Severity } from '@ollama-dashboard/contracts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { unlessLive } from '../api/live.ts'
import { alertKeys } from './keys.ts'

const perPage = 20

/** What was wrong, the newest first, page by page. */
export const resolvedQuery = (severity: Severity | undefined) =>
  infiniteQueryOptions({
    queryKey: [...alertKeys.resolved, severity ?? null],
    queryFn: ({ signal, pageParam }) =>
      api.alerts.list(
        {
          query: {
            state: 'resolved',
            limit: perPage,
            ...(severity && { severity }),
            ...(pageParam !== null && { before: pageParam }),
          },
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })

export const mutesQuery = queryOptions({
  queryKey: alertKeys.mutes,
  queryFn: ({ signal }) => api.alerts.mutes({}, { signal }),
  refetchInterval: unlessLive(10_000),
})

export const rulesQuery = queryOptions({
  queryKey: alertKeys.rules,
  queryFn: ({ signal }) => api.alerts.rules({}, { signal }),
  // What a rule watches moves all the time, and no event tells of it.
  refetchInterval: 5000,
})

export const deliveriesQuery = queryOptions({
  queryKey: alertKeys.deliveries,
  queryFn: ({ signal }) => api.alerts.deliveries({ query: { limit: 50 } }, { signal }),
  refetchInterval: 5000,
})
