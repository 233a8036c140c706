import { getRouteApi } from '@tanstack/react-router'
import { useSearchChange } from '../../lib/hooks/use-search-change.ts'
import type { AdminSearch } from './admin-search.ts'

const route = getRouteApi('/admin/model-defaults')

/** What the address asks for, and how to change it. A change replaces: the filter is not a page one goes back to. */
export function useAdminSearch() {
  const search: AdminSearch = route.useSearch()
  return { search, change: useSearchChange<AdminSearch>(route.useNavigate()) }
}
