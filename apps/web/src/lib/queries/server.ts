import { ApiError } from '@ollama-dashboard/client'
import type { Session } from '@ollama-dashboard/contracts'
import { type QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query'
import { loadRareRights } from '../access/rare-rights.ts'
import { api } from '../api/api.ts'
import { unlessLive } from '../api/live.ts'
import { readSession } from '../api/read-session.ts'
import { seesTheSame, setUser } from '../api/signed-in.ts'
import { forgetLastKnown, restoreLastKnown } from '../offline/last-known.ts'
import { apiKeyKeys, eventsKey, healthKey, instancesKey, sessionKey } from './keys.ts'

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  async queryFn({ signal, client }) {
    try {
      const session = await readSession(signal)
      noteSession(client, session)
      return session
    } catch (error) {
      const isAway = !(error instanceof ApiError) || error.status >= 500
      if (isAway && !signal.aborted && client.getQueryData(sessionKey) === undefined) {
        const session = await restoreLastKnown(client, error as Error)
        if (session) await loadRareRights(session)
        if (session) setUser(session.key_id, session.grant)
      }
      throw error
    }
  },
  staleTime: 60_000,
  // Whether who was last known is still signed in, as soon as there is somebody to ask.
  refetchInterval: ({ state }) => (state.status === 'error' ? 2000 : false),
})

const isOther = ({ queryKey }: { readonly queryKey: QueryKey }) => queryKey[0] !== sessionKey[0]

/**
 * What one key may see is not for another, whether it stands on the page or is kept for when the dashboard is away; nor
 * for the same key once it is narrowed.
 */
export function noteSession(client: QueryClient, { role, key_id, grant, permissions }: Session): void {
  if (role === null) {
    void forgetLastKnown()
    return
  }
  const before = client.getQueryData<Session>(sessionKey)
  if (!seesTheSame(key_id, grant)) void client.resetQueries({ predicate: isOther })
  // What was refused may be allowed now.
  else if (before && before.permissions.join() !== permissions.join())
    void client.invalidateQueries({ predicate: isOther })
  setUser(key_id, grant)
}

export const instancesQuery = queryOptions({
  queryKey: instancesKey,
  queryFn: ({ signal }) => api.fleet.list({}, { signal }),
  refetchInterval: 5000,
})

/** What stored keys are called, by their ids. */
export const keyNamesQuery = queryOptions({
  queryKey: apiKeyKeys.names,
  queryFn: ({ signal }) => api.keys.names({}, { signal }),
  staleTime: 60_000,
})

export const eventsQuery = queryOptions({
  queryKey: eventsKey,
  queryFn: ({ signal }) => api.observability.recentEvents({ query: { limit: 20 } }, { signal }),
  refetchInterval: unlessLive(3000),
})

export const healthQuery = queryOptions({
  queryKey: healthKey,
  queryFn: ({ signal }) => api.observability.health({}, { signal }),
  refetchInterval: 5000,
})
