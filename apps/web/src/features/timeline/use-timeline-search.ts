import { getRouteApi } from '@tanstack/react-router'
import { useSearchChange } from '../../lib/hooks/use-search-change.ts'
import type { TimelineSearch } from './timeline-search.ts'

const route = getRouteApi('/timeline')

/** What the address asks for, and how to change it. */
export function useTimelineSearch() {
  const search: TimelineSearch = route.useSearch()
  return { search, change: useSearchChange<TimelineSearch>(route.useNavigate()) }
}
