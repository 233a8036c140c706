import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { KeysSearch } from './keys-search.ts'

const route = getRouteApi('/admin/keys')

type Change = { readonly [K in keyof KeysSearch]?: KeysSearch[K] | undefined }

/** What the address asks for, and how to change it. A change replaces: neither filter nor dialog is a page one goes back to. */
export function useKeysSearch() {
  const search: KeysSearch = route.useSearch()
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
