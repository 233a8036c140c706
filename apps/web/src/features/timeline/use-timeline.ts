import type { TimelineEntry } from '@ollama-dashboard/contracts'
import { hashKey, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { newestQuery, olderQuery } from './queries.ts'
import type { TimelineFilters } from './timeline-search.ts'

/**
 * What happened, the newest first, as far as it was asked for. The newest page is read again as things happen; what was
 * read below it stays, and begins where the newest page ended when it was first read.
 */
export function useTimeline(filters: TimelineFilters) {
  const newest = useQuery(newestQuery(filters))
  const of = hashKey(newestQuery(filters).queryKey)
  const { data } = newest
  /** The first answer, and all that newer answers told since. */
  const [kept, keep] = useState<Kept | null>(null)
  const isOf = kept?.of === of
  if (data && (!isOf || kept.page !== data)) {
    const before = isOf ? kept.entries : []
    const isJoined =
      !isOf || before.length === 0 || data.next === null || before.some(({ id }) => isIn(data.entries, id))
    // Too much happened while nobody looked: there is a gap, and the list begins anew.
    keep({
      of,
      page: data,
      entries: isJoined ? joined(data.entries, before) : data.entries,
      next: isOf && isJoined ? kept.next : data.next,
    })
  }
  const older = useInfiniteQuery(olderQuery(filters, (isOf ? kept.next : data?.next) ?? null))
  const below = older.data?.pages
  const first = isOf ? kept.entries : data?.entries
  const entries = useMemo(() => first && joined(first, below?.flatMap((page) => page.entries) ?? []), [first, below])
  const hasMore = below ? older.hasNextPage : isOf && kept.next !== null
  return {
    entries,
    error: newest.error,
    olderError: older.error,
    isFetching: newest.isFetching,
    refetch: newest.refetch,
    hasMore,
    isLoadingMore: older.isFetching,
    loadMore: () => void older.fetchNextPage(),
  }
}

interface Kept {
  readonly of: string
  readonly page: object
  readonly entries: readonly TimelineEntry[]
  readonly next: string | null
}

const isIn = (entries: readonly TimelineEntry[], id: string): boolean => entries.some((entry) => entry.id === id)

/** Each entry once, as it was read last. */
function joined(newer: readonly TimelineEntry[], older: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const known = new Set(newer.map(({ id }) => id))
  return [...newer, ...older.filter(({ id }) => !known.has(id))]
}
