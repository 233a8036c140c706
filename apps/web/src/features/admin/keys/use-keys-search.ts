import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import { changedSearch, type SearchChange } from '../../../lib/address-search.ts'
import type { KeysSearch } from './keys-search.ts'

const route = getRouteApi('/admin/keys')

/** What the address asks for, and how to change it. A change replaces: neither filter nor dialog is a page one goes back to. */
export function useKeysSearch() {
  const search: KeysSearch = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (next: SearchChange<KeysSearch>) =>
      void navigate({
        replace: true,
        resetScroll: false,
        search: (now) => changedSearch<KeysSearch>(now, next),
      }),
    [navigate],
  )
  return { search, change }
}
