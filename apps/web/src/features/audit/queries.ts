import { queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api/api.ts'
import { auditKeys } from '../../lib/queries/keys.ts'
import { type AuditSearch, cursorsOf, queryOf } from './audit-search.ts'

export const entriesPerPage = 50

/** A page of the log, newest first. No event tells of entries: most follow from a change of something else. */
export function auditQuery({ entry: _, before, ...filters }: AuditSearch) {
  const begin = cursorsOf(before).at(-1)
  return queryOptions({
    queryKey: [...auditKeys.entries, filters, begin ?? null],
    queryFn: ({ signal }) =>
      api.audit.list(
        {
          query: {
            ...queryOf(filters, Date.now()),
            ...(begin !== undefined && { before: begin }),
            limit: entriesPerPage,
          },
        },
        { signal },
      ),
    refetchInterval: 5000,
  })
}

/** A long log takes the server seconds to check. */
const verifyWithinMs = 120_000

/** Whether the log is as it was written. All of it is read for that: once for a visit, and whenever somebody asks. */
export const chainQuery = queryOptions({
  queryKey: auditKeys.chain,
  queryFn: ({ signal }) => api.audit.verify({}, { signal, timeoutMs: verifyWithinMs }),
  staleTime: 300_000,
  refetchOnWindowFocus: false,
})
