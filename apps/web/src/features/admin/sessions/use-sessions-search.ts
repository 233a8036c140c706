import { getRouteApi } from '@tanstack/react-router'
import { useSearchChange } from '../../../lib/hooks/use-search-change.ts'
import type { SessionsSearch } from './sessions-search.ts'

const route = getRouteApi('/admin/sessions')

/** What the address asks for, and how to change it. A change replaces: the filter is not a page one goes back to. */
export function useSessionsSearch() {
  const search: SessionsSearch = route.useSearch()
  return { search, change: useSearchChange<SessionsSearch>(route.useNavigate()) }
}
