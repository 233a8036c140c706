import type { Alert, Severity } from '@ollama-dashboard/contracts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { unlessLive } from '../api/live.ts'
import { alertKeys } from './keys.ts'

/** More of them fire at no time that anybody would read them one by one. */
const mostFiring = 100

/** What is wrong now: the badge, Overview, the palette and the Alerts page read the same answer. */
export const firingQuery = queryOptions({
  queryKey: alertKeys.firing,
  queryFn: ({ signal }) => api.alerts.list({ query: { state: 'firing', limit: mostFiring } }, { signal }),
  refetchInterval: unlessLive(5000),
})

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

const order: readonly Severity[] = ['critical', 'warning', 'info']

/** The worst first, then the newest. */
export const byUrgency = (alerts: readonly Alert[]): Alert[] =>
  alerts.toSorted(
    (a, b) =>
      order.indexOf(a.severity) - order.indexOf(b.severity) || Date.parse(b.started_at) - Date.parse(a.started_at),
  )
