import { History, SearchX } from 'lucide-react'
import { type KeyboardEvent, useCallback, useRef } from 'react'
import { useListFocus } from '../../../lib/hooks/use-list-focus.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { ProblemNote, ReadProblem } from '../../../parts/problem-note.tsx'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { isFiltered, noFilters, type TimelineFilters } from '../timeline-search.ts'
import { useTimeline } from '../use-timeline.ts'
import { useTimelineSearch } from '../use-timeline-search.ts'
import { byDay } from '../words/entry-words.ts'
import { EntryRow } from './entry-row.tsx'

const minuteMs = 60_000

/** What happened, grouped by day, the newest first; or why there is nothing. */
export function EntriesPanel({ filters }: { readonly filters: TimelineFilters }) {
  const { search, change } = useTimelineSearch()
  const { entries, error, olderError, isFetching, refetch, hasMore, isLoadingMore, loadMore } = useTimeline(filters)
  const now = useNow(minuteMs)
  const rows = useRef<HTMLDivElement>(null)
  const { focusActive, onFocus, onKeyDown } = useListFocus({
    rows,
    count: entries?.length ?? 0,
    page: 10,
    target: '[data-row-link]',
    // All rows are there: the browser scrolls to the one that takes the focus.
    scrollTo: () => undefined,
  })
  const open = search.entry
  const latest = useRef(open)
  latest.current = open
  const toggle = useCallback((id: string) => change({ entry: latest.current === id ? undefined : id }), [change])
  const handlers = {
    onFocus,
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape' || open === undefined) return onKeyDown(event)
      change({ entry: undefined })
      focusActive()
    },
  }
  const order = new Map(entries?.map(({ id }, index) => [id, index]))
  return (
    <section aria-label="What happened" className="min-w-0 rounded-panel border border-line bg-panel">
      {!entries && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {!entries && !error && <SkeletonRows rows={12} />}
      {entries?.length === 0 && (isFiltered(filters) ? <NothingFound /> : <NothingYet />)}
      <div ref={rows} {...handlers}>
        {byDay(entries ?? [], now).map(({ name, entries: ofDay }) => (
          <section key={name} aria-label={name}>
            <h2 className="sticky top-(--bar) z-5 border-y border-line bg-panel px-(--pad) py-2 text-small font-strong text-ink-muted first:rounded-t-panel [section:first-child>&]:border-t-0">
              {name}
            </h2>
            <ul className="divide-y divide-line">
              {ofDay.map((entry) => (
                <li key={entry.id} data-index={order.get(entry.id)}>
                  <EntryRow entry={entry} now={now} isOpen={entry.id === open} onToggle={toggle} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {olderError && (
        <div className="border-t border-line p-(--pad)">
          <ProblemNote error={olderError} />
        </div>
      )}
      {hasMore && (
        <div className="flex justify-center border-t border-line py-2">
          <Button look="quiet" disabled={isLoadingMore} onClick={loadMore}>
            {isLoadingMore ? 'Loading…' : 'Load more'}
          </Button>
        </div>
      )}
    </section>
  )
}

const NothingYet = () => (
  <Empty icon={History} title="No entries yet">
    Models that are loaded and unloaded, restarts, new versions, alerts and changes by people are listed here from now
    on. A longer range may have more.
  </Empty>
)

function NothingFound() {
  const { search, change } = useTimelineSearch()
  return (
    <Empty
      icon={SearchX}
      title="No matching entries"
      actions={<Button onClick={() => change({ ...noFilters, last: search.last })}>Clear filters</Button>}
    >
      Take a filter off, or choose a longer range.
    </Empty>
  )
}
