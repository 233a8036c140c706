import { queryOptions } from '@tanstack/react-query'
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
