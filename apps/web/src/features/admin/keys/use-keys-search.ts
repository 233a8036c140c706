import { getRouteApi } from '@tanstack/react-router'
import { useSearchChange } from '../../../lib/hooks/use-search-change.ts'
import type { KeysSearch } from './keys-search.ts'

const route = getRouteApi('/admin/keys')

/** What the address asks for, and how to change it. A change replaces: neither filter nor dialog is a page one goes back to. */
export function useKeysSearch() {
  const search: KeysSearch = route.useSearch()
  return { search, change: useSearchChange<KeysSearch>(route.useNavigate()) }
}
