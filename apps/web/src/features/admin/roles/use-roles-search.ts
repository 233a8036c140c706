import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import { changedSearch, type SearchChange } from '../../../lib/address-search.ts'
import type { RolesSearch } from './roles-search.ts'

const route = getRouteApi('/admin/roles')

/** What the address asks for, and how to change it. A change replaces: neither filter nor dialog is a page one goes back to. */
export function useRolesSearch() {
  const search: RolesSearch = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (next: SearchChange<RolesSearch>) =>
      void navigate({
        replace: true,
        resetScroll: false,
        search: (now) => changedSearch<RolesSearch>(now, next),
      }),
    [navigate],
  )
  return { search, change }
}
