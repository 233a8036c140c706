import type { AuditPage } from '@ollama-dashboard/contracts'
import { hashKey, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AuditSearch } from './audit-search.ts'
import { auditQuery } from './queries.ts'

/**
 * The page of the log that the address asks for, as it was when it was first read: what is written since is told, and does
 * not move what somebody reads. Until another page is here, the one before stays.
 */
export function useReadPage(search: AuditSearch) {
  const { data, error, isFetching, isFetchedAfterMount, refetch } = useQuery(auditQuery(search))
  const of = hashKey(auditQuery(search).queryKey)
  const [kept, keep] = useState<{ readonly of: string; readonly page: AuditPage } | null>(null)
  // There is nothing to read on an empty page that could move.
  const isKept = kept?.of === of && kept.page.entries.length > 0
  if (data && isFetchedAfterMount && !isKept && kept?.page !== data) keep({ of, page: data })
  const page = isKept ? kept.page : (data ?? (error ? undefined : kept?.page))
  const newest = page?.entries[0]?.seq ?? 0
  const isFirst = search.before === undefined
  return {
    page,
    /** The log as it is now: how many entries there are, and how many of them were refused. */
    latest: data ?? page,
    error,
    /** The page is that of other filters. */
    isOther: !isKept && data === undefined,
    isFetching,
    refetch,
    newEntries: isKept && isFirst && data ? data.entries.filter(({ seq }) => seq > newest).length : 0,
    showNew: () => data && keep({ of, page: data }),
  }
}
