import { useCallback } from 'react'
import { changedSearch, type SearchChange } from '../address-search.ts'

/** Of a router's `useNavigate`: what stays on the page and changes its search. */
type NavigateWithin<Search> = (to: {
  readonly replace: boolean
  readonly resetScroll: false
  readonly search: (now: Search) => Search
}) => unknown

/** Changes what the address asks for. A change replaces, so that nobody goes back to it, unless it is told to `push`. */
export function useSearchChange<Search extends object>(navigate: NavigateWithin<Search>) {
  return useCallback(
    (next: SearchChange<Search>, { push = false }: { readonly push?: boolean } = {}) =>
      void navigate({ replace: !push, resetScroll: false, search: (now) => changedSearch(now, next) }),
    [navigate],
  )
}
