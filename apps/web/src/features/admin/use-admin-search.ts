import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import { changedSearch, type SearchChange } from '../../lib/address-search.ts'
import type { AdminSearch } from './admin-search.ts'

const route = getRouteApi('/admin/model-defaults')

/** What the address asks for, and how to change it. A change replaces: the filter is not a page one goes back to. */
export function useAdminSearch() {
  const search: AdminSearch = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (next: SearchChange<AdminSearch>) =>
      void navigate({
        replace: true,
        resetScroll: false,
        search: (now) => changedSearch<AdminSearch>(now, next),
      }),
    [navigate],
  )
  return { search, change }
}
