import { getRouteApi } from '@tanstack/react-router'
import { useSearchChange } from '../../lib/hooks/use-search-change.ts'
import type { AlertsSearch } from './alerts-search.ts'

const route = getRouteApi('/alerts')

/** What the address asks for, and how to change it. */
export function useAlertsSearch() {
  const search: AlertsSearch = route.useSearch()
  return { search, change: useSearchChange<AlertsSearch>(route.useNavigate()) }
}
