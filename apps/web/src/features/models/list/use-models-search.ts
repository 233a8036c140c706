import { getRouteApi } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { ModelsSearch } from './models-search.ts'

const route = getRouteApi('/models')

type Change = { readonly [K in keyof ModelsSearch]?: ModelsSearch[K] | undefined }

/** What the address asks for, and how to change it. A change replaces: the filter is not a page one goes back to. */
export function useModelsSearch() {
  const search: ModelsSearch = route.useSearch()
  const navigate = route.useNavigate()
  const change = useCallback(
    (next: Change, { push = false } = {}) =>
      void navigate({
        replace: !push,
        resetScroll: false,
        search: (now) =>
          Object.fromEntries(Object.entries({ ...now, ...next }).filter(([, value]) => value !== undefined)),
      }),
    [navigate],
  )
  return { search, change }
}
