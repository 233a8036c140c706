import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { unlessLive } from '../api/live.ts'
import { setUser } from '../api/signed-in.ts'
import { eventsKey, sessionKey } from './keys.ts'

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  async queryFn({ signal }) {
    const session = await api.session.get({}, { signal })
    if (session.role !== null) setUser(session.key_id)
    return session
  },
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
