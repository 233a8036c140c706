import { getRouteApi } from '@tanstack/react-router'
import { useSearchChange } from '../../../lib/hooks/use-search-change.ts'
import type { ModelsSearch } from './models-search.ts'

const route = getRouteApi('/models')

/** What the address asks for, and how to change it. A change replaces: the filter is not a page one goes back to. */
export function useModelsSearch() {
  const search: ModelsSearch = route.useSearch()
  return { search, change: useSearchChange<ModelsSearch>(route.useNavigate()) }
}
