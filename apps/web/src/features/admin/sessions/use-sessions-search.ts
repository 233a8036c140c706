import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import { changedSearch, type SearchChange } from '../../../lib/address-search.ts'
import type { SessionsSearch } from './sessions-search.ts'

const route = getRouteApi('/admin/sessions')

/** What the address asks for, and how to change it. A change replaces: the filter is not a page one goes back to. */
export function useSessionsSearch() {
  const search: SessionsSearch = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (next: SearchChange<SessionsSearch>) =>
      void navigate({
        replace: true,
        resetScroll: false,
        search: (now) => changedSearch<SessionsSearch>(now, next),
      }),
    [navigate],
  )
  return { search, change }
}
