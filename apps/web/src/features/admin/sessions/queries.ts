import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { browserSessionsKey } from '../../../lib/queries/keys.ts'

/** Events reach everybody, and tell nothing of who signs in. */
export const sessionsQuery = queryOptions({
  queryKey: browserSessionsKey,
  queryFn: ({ signal }) => api.sessions.list({}, { signal }),
  refetchInterval: 10_000,
})
