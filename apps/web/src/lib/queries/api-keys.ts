import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { apiKeyKeys } from './keys.ts'

/** All keys. No event tells when one was used; that is known to the minute. */
export const keysQuery = queryOptions({
  queryKey: apiKeyKeys.list,
  queryFn: ({ signal }) => api.keys.list({}, { signal }),
  refetchInterval: 60_000,
})
