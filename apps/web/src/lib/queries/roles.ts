import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { roleKeys } from './keys.ts'

/** All roles. Events tell of changes; how many keys have one changes with the keys. */
export const rolesQuery = queryOptions({
  queryKey: roleKeys.all,
  queryFn: ({ signal }) => api.roles.list({}, { signal }),
  staleTime: 30_000,
})
