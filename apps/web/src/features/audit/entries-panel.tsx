import { ScrollText, SearchX } from 'lucide-react'
import { useRef } from 'react'
import { formatCount } from '../../lib/format.ts'
import { ReadProblem } from '../../parts/problem-note.tsx'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { asBefore, cursorsOf, isFiltered, noFilters } from './audit-search.ts'
import { entriesPerPage } from './queries.ts'
import { EntriesList } from './table/entries-list.tsx'
import { useAuditSearch } from './use-audit-search.ts'
import type { useReadPage } from './use-read-page.ts'

export interface EntriesPanelProps {
  readonly read: ReturnType<typeof useReadPage>
  /** Why nothing can be done now; null where it can. */
  readonly unavailable: string | null
}

/** A page of the log, or why there is none. */
export function EntriesPanel({ read, unavailable }: EntriesPanelProps) {
  const { search, filter } = useAuditSearch()
  const { page, error, isOther, isFetching, refetch, newEntries, showNew } = read
  const filtered = isFiltered(search)
  const isEmpty = page?.entries.length === 0
  const section = useRef<HTMLElement>(null)
  const show = () => {
    showNew()
    // The button that had the focus is gone by then.
    requestAnimationFrame(() => section.current?.querySelector<HTMLElement>('[data-row-link]')?.focus())
  }
  return (
    <section
      ref={section}
      aria-label="Entries"
      aria-busy={isOther}
      className="min-w-0 rounded-panel border border-line bg-panel"
    >
      {!page && error && (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} className="p-(--pad)" />
      )}
      {!page && !error && <SkeletonRows rows={12} />}
      {isEmpty && search.before !== undefined && (
        <Empty
          icon={SearchX}
          title="No older entries"
          actions={<Button onClick={() => filter({})}>Go to the newest</Button>}
        >
          The log has none before this point{filtered ? ' that the filters let through' : ''}.
        </Empty>
      )}
      {isEmpty && search.before === undefined && filtered && (
        <Empty
          icon={SearchX}
          title="No matching entries"
          actions={<Button onClick={() => filter(noFilters)}>Clear filters</Button>}
        >
          The text is looked for in targets and traces; take a filter off, or choose a longer time.
        </Empty>
      )}
      {isEmpty && search.before === undefined && !filtered && (
        <Empty icon={ScrollText} title="No entries yet">
          Each change of models, settings, keys and chats is listed here from now on, with who made it, and each failed
          sign-in.
        </Empty>
      )}
      {page && !isEmpty && (
        <>
          {newEntries > 0 && (
            <div className="border-b border-line bg-accent-soft">
              <button
                type="button"
                onClick={show}
                className="h-9 w-full font-medium text-accent-text hover:underline phone:h-11"
              >
                Show {newWords(newEntries)}
              </button>
            </div>
          )}
          <EntriesList entries={page.entries} isOld={isOther} unavailable={unavailable} />
          <Pager shown={page.entries.length} matches={page.matches} next={page.next} />
        </>
      )}
      <p aria-live="polite" className="sr-only">
        {newEntries > 0 ? newWords(newEntries) : filtered && page && !isOther && `${formatCount(page.matches)} entries`}
      </p>
    </section>
  )
}

/** More than a page of them is not counted. */
const newWords = (count: number): string =>
  count === 1 ? '1 new entry' : `${count >= entriesPerPage ? `${entriesPerPage} or more` : count} new entries`

interface PagerProps {
  readonly shown: number
  readonly matches: number
  readonly next: number | null
}

function Pager({ shown, matches, next }: PagerProps) {
  const { search, change } = useAuditSearch()
  const cursors = cursorsOf(search.before)
  const go = (to: readonly number[]) => {
    change({ before: asBefore(to), entry: undefined }, { push: true })
    window.scrollTo({ top: 0 })
  }
  return (
    <nav
      aria-label="Pages of the log"
      className="flex min-h-11 items-center gap-2 border-t border-line py-1.5 pr-2 pl-(--pad)"
    >
      <p className="text-ink-muted tabular-nums">
        {formatCount(shown)} of {formatCount(matches)}, newest first
      </p>
      <span className="ml-auto flex gap-1">
        <Button look="quiet" size="small" disabled={cursors.length === 0} onClick={() => go(cursors.slice(0, -1))}>
          Newer
        </Button>
        <Button size="small" disabled={next === null} onClick={() => next !== null && go([...cursors, next])}>
          Older
        </Button>
      </span>
    </nav>
  )
}
