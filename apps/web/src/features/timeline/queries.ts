import type { TimelineEntry } from '@ollama-dashboard/contracts'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api/api.ts'
import { unlessLive } from '../../lib/api/live.ts'
import { timelineKey } from '../../lib/queries/keys.ts'
import { spans, type TimelineFilters, usualSpan } from './timeline-search.ts'

const perPage = 50

interface Page {
  readonly limit: number
  readonly before?: string
}

/** The filters as the API takes them, at a moment in milliseconds since the epoch. */
const queryOf = ({ kinds, last = usualSpan, model, server }: TimelineFilters, now: number, page: Page) => ({
  from: new Date(now - spans[last] * 1000).toISOString(),
  ...(kinds && { kinds: [...kinds] }),
  ...(model !== undefined && { model }),
  ...(server !== undefined && { instance: server }),
  ...page,
})

/** What happened last; events have it read again. */
export const newestQuery = (filters: TimelineFilters) =>
  queryOptions({
    queryKey: [...timelineKey, 'newest', filters],
    queryFn: ({ signal }) => api.timeline.list({ query: queryOf(filters, Date.now(), { limit: perPage }) }, { signal }),
    refetchInterval: unlessLive(5000),
  })

/** What happened before that, page by page. It changes no more, so that it is read once. */
export const olderQuery = (filters: TimelineFilters, first: string | null) =>
  infiniteQueryOptions({
    queryKey: ['older on the timeline', filters, first],
    queryFn: ({ signal, pageParam }) =>
      api.timeline.list(
        { query: queryOf(filters, Date.now(), { limit: perPage, ...(pageParam !== null && { before: pageParam }) }) },
        { signal },
      ),
    initialPageParam: first,
    getNextPageParam: ({ next }) => next,
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

const exportPage = 200
/** More than a spreadsheet is read for, and no more requests than a person would make. */
const exportPages = 25

/** All that the filters let through, as far as a file goes: the newest 5,000. */
export async function readAll(filters: TimelineFilters, signal: AbortSignal): Promise<readonly TimelineEntry[]> {
  const now = Date.now()
  const entries: TimelineEntry[] = []
  let before: string | null = null
  for (let page = 0; page < exportPages; page += 1) {
    const query = queryOf(filters, now, { limit: exportPage, ...(before !== null && { before }) })
    // One after the other: each page tells where the next one begins.
    const read = await api.timeline.list({ query }, { signal })
    entries.push(...read.entries)
    before = read.next
    if (before === null) break
  }
  return entries
}
