import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import { changedSearch, type SearchChange } from '../../lib/address-search.ts'
import type { AuditSearch } from './audit-search.ts'

const route = getRouteApi('/audit')

/** What the address asks for, and how to change it. A filter or another page of the log is one to go back from, unless it replaces. */
export function useAuditSearch() {
  const search: AuditSearch = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (next: SearchChange<AuditSearch>, { replace = false } = {}) =>
      void navigate({
        replace,
        resetScroll: false,
        search: (now) => changedSearch<AuditSearch>(now, next),
      }),
    [navigate],
  )
  /** Other filters begin at the newest entry. */
  const filter = useCallback(
    (next: SearchChange<AuditSearch>, how?: { readonly replace?: boolean }) =>
      change({ ...next, before: undefined, entry: undefined }, how),
    [change],
  )
  return { search, change, filter }
}
