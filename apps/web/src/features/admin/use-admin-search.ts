import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { AdminSearch } from './admin-search.ts'

const route = getRouteApi('/admin/model-defaults')

type Change = { readonly [K in keyof AdminSearch]?: AdminSearch[K] | undefined }

/** What the address asks for, and how to change it. A change replaces: the filter is not a page one goes back to. */
export function useAdminSearch() {
  const search: AdminSearch = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (next: Change) =>
      void navigate({
        replace: true,
        resetScroll: false,
        search: (now) =>
          Object.fromEntries(Object.entries({ ...now, ...next }).filter(([, value]) => value !== undefined)),
      }),
    [navigate],
  )
  return { search, change }
}
