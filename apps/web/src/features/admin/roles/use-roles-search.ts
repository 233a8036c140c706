import { getRouteApi } from '@tanstack/react-router'
import { useSearchChange } from '../../../lib/hooks/use-search-change.ts'
import type { RolesSearch } from './roles-search.ts'

const route = getRouteApi('/admin/roles')

/** What the address asks for, and how to change it. A change replaces: neither filter nor dialog is a page one goes back to. */
export function useRolesSearch() {
  const search: RolesSearch = route.useSearch()
  return { search, change: useSearchChange<RolesSearch>(route.useNavigate()) }
}
