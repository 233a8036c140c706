import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { SearchChange } from '../../lib/address-search.ts'
import { useSearchChange } from '../../lib/hooks/use-search-change.ts'
import type { AuditSearch } from './audit-search.ts'

const route = getRouteApi('/audit')

/** What the address asks for, and how to change it. Other filters are something to go back from, unless they are told not to be. */
export function useAuditSearch() {
  const search: AuditSearch = route.useSearch()
  const change = useSearchChange<AuditSearch>(route.useNavigate())
  /** Other filters begin at the newest entry. */
  const filter = useCallback(
    (next: SearchChange<AuditSearch>, { push = true } = {}) =>
      change({ ...next, before: undefined, entry: undefined }, { push }),
    [change],
  )
  return { search, change, filter }
}
