import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import { changedSearch, type SearchChange } from '../../../lib/address-search.ts'
import type { ModelsSearch } from './models-search.ts'

const route = getRouteApi('/models')

/** What the address asks for, and how to change it. A change replaces: the filter is not a page one goes back to. */
export function useModelsSearch() {
  const search: ModelsSearch = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (next: SearchChange<ModelsSearch>, { push = false } = {}) =>
      void navigate({
        replace: !push,
        resetScroll: false,
        search: (now) => changedSearch<ModelsSearch>(now, next),
      }),
    [navigate],
  )
  return { search, change }
}
