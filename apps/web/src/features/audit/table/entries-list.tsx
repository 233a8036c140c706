import type { AuditEntry } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { type KeyboardEvent, useCallback, useEffect, useRef } from 'react'
import { useListBox } from '../../../lib/hooks/use-list-box.ts'
import { useListFocus } from '../../../lib/hooks/use-list-focus.ts'
import { useNow } from '../../../lib/hooks/use-now.ts'
import { TableHead } from '../../../ui/table-head.tsx'
import { useAuditSearch } from '../use-audit-search.ts'
import { EntryCard } from './entry-card.tsx'
import { columns, EntryRow, tracks } from './entry-row.tsx'

export interface EntriesListProps {
  readonly entries: readonly AuditEntry[]
  /** They are of other filters than the address names. */
  readonly isOld: boolean
  readonly unavailable: string | null
}

/** In rem: below that the columns have no room. */
const tableWidth = 52
const minuteMs = 60_000

/** A page of entries as a table, or as cards where there is little room. */
export function EntriesList({ entries, isOld, unavailable }: EntriesListProps) {
  const { search, change } = useAuditSearch()
  const now = useNow(minuteMs)
  const rows = useRef<HTMLDivElement>(null)
  const { width } = useListBox(rows)
  const isCards = width < tableWidth
  const { focusActive, onFocus, onKeyDown } = useListFocus({
    rows,
    count: entries.length,
    page: 10,
    target: '[data-row-link]',
    // All rows are there: the browser scrolls to the one that takes the focus.
    scrollTo: () => undefined,
  })
  const open = search.entry
  const latest = useRef(open)
  latest.current = open
  // The same for as long as the list stands, so that an opened row draws no other anew.
  const toggle = useCallback((seq: number) => change({ entry: latest.current === seq ? undefined : seq }), [change])
  const isDrawn = width > 0
  useEffect(() => {
    // A link to an entry leads to it, wherever on its page that stands.
    if (isDrawn)
      rows.current?.querySelector('[data-row-link][aria-expanded="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [isDrawn])
  const handlers = {
    onFocus,
    onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape' || open === undefined) return onKeyDown(event)
      change({ entry: undefined })
      focusActive()
    },
  }
  const Entry = isCards ? EntryCard : EntryRow
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles take a label
    <div role={isCards ? 'list' : 'table'} aria-label="Audit log" className={clsx(isOld && 'opacity-60')}>
      {!isCards && <TableHead tracks={tracks} columns={columns} />}
      <div ref={rows} role={isCards ? 'presentation' : 'rowgroup'} {...handlers}>
        {isDrawn &&
          entries.map((entry, index) => (
            <div
              key={entry.seq}
              role={isCards ? 'listitem' : 'presentation'}
              data-index={index}
              className={clsx('border-line', index > 0 && 'border-t')}
            >
              <Entry
                entry={entry}
                now={now}
                match={search.q}
                isOpen={entry.seq === open}
                unavailable={unavailable}
                onToggle={toggle}
              />
            </div>
          ))}
      </div>
    </div>
  )
}
