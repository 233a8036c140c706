import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { unlessLive } from '../api/live.ts'
import { eventsKey, sessionKey } from './keys.ts'

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ signal }) => api.session.get({}, { signal }),
  staleTime: 60_000,
})

export const instancesQuery = queryOptions({
  queryKey: ['instances'],
  queryFn: ({ signal }) => api.fleet.list({}, { signal }),
  refetchInterval: 5000,
})

export const eventsQuery = queryOptions({
  queryKey: eventsKey,
  queryFn: ({ signal }) => api.observability.recentEvents({ query: { limit: 20 } }, { signal }),
  refetchInterval: unlessLive(3000),
})
