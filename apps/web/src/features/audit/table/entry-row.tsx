import type { AuditEntry } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { ChevronRight } from 'lucide-react'
import { memo, type ReactNode, useId } from 'react'
import { actionWords } from '../../../lib/access/action-words.ts'
import { formatCount, formatMoment } from '../../../lib/format.ts'
import { Status } from '../../../ui/status.tsx'
import { outcomeWords, roleWords, wayOf, whenWords, whoWords } from '../words/entry-words.ts'
import { EntryDetails } from './entry-details.tsx'
import { EntryTarget } from './entry-target.tsx'

export interface ShownEntryProps {
  readonly entry: AuditEntry
  readonly now: number
  /** What is searched for: shown where the target has it. */
  readonly match: string | undefined
  readonly isOpen: boolean
  /** Why nothing can be done now; null where it can. */
  readonly unavailable: string | null
  readonly onToggle: (seq: number) => void
}

export const tracks = '6.5rem minmax(0, 1.1fr) 9.5rem minmax(0, 1.5fr) 6.5rem 10.5rem 1.5rem'
const shown = ['When', 'Who', 'What', 'Target', 'Outcome', 'From'] as const
export const columns = [...shown.map((name) => ({ name })), { name: 'Details', className: 'sr-only' }]

/** An entry in the table. The whole row opens it; the button is for keyboards and screen readers. */
export const EntryRow = memo(function EntryRow({ entry, now, match, isOpen, unavailable, onToggle }: ShownEntryProps) {
  const { seq, time, actor, action, outcome } = entry
  const id = useId()
  const role = roleWords(actor)
  const way = wayOf(entry)
  return (
    <div
      role="presentation"
      // Its edge lies over the row, whose background changes under the pointer.
      className={clsx(
        isOpen &&
          'relative bg-hover before:absolute before:inset-y-0 before:left-0 before:z-1 before:w-0.5 before:bg-accent',
      )}
    >
      {/* biome-ignore lint/a11y/useFocusableInteractive: the button within takes the focus */}
      <div
        role="row"
        className="relative grid h-(--row) items-center px-(--pad) text-cell hover:bg-hover"
        style={{ gridTemplateColumns: tracks }}
      >
        <Cell className="tabular-nums">
          <time dateTime={time} title={formatMoment(time)}>
            {whenWords(time, now)}
          </time>
        </Cell>
        <Cell className="flex items-baseline gap-2">
          <span
            title={whoWords(actor)}
            className={clsx('truncate', actor.role === null ? 'text-ink-muted' : 'font-medium text-ink-strong')}
          >
            {whoWords(actor)}
          </span>
          {role !== null && <span className="flex-none text-small text-ink-faint">{role}</span>}
        </Cell>
        <Cell>{actionWords(action)}</Cell>
        <Cell>
          <EntryTarget entry={entry} match={match} />
        </Cell>
        {/* Not clipped: the corners of a diamond stand over its box. */}
        <Cell className="overflow-visible!">
          <Status kind={outcomeWords[outcome].status}>{outcomeWords[outcome].word}</Status>
        </Cell>
        <Cell className="text-ink-muted tabular-nums">
          <span title={actor.address ?? undefined}>{actor.address ?? <span className="text-ink-faint">—</span>}</span>
          {way !== null && <span className="text-ink-faint">, {way}</span>}
        </Cell>
        <Cell className="flex justify-end overflow-visible!">
          <button
            type="button"
            data-row-link
            aria-expanded={isOpen}
            aria-controls={id}
            aria-label={`Details of entry ${formatCount(seq)}`}
            onClick={() => onToggle(seq)}
            className="grid size-6 scroll-my-20 place-items-center rounded-control text-ink-faint after:absolute after:inset-0"
          >
            <ChevronRight aria-hidden className={clsx('size-3.5 transition-transform', isOpen && 'rotate-90')} />
          </button>
        </Cell>
      </div>
      {isOpen && (
        // biome-ignore lint/a11y/useFocusableInteractive: the controls within take the focus
        <div role="row" id={id}>
          <div role="cell" aria-colspan={columns.length} className="pt-1 pr-(--pad) pb-4 pl-9">
            <EntryDetails entry={entry} unavailable={unavailable} />
          </div>
        </div>
      )}
    </div>
  )
})

const Cell = ({ className, children }: { readonly className?: string; readonly children: ReactNode }) => (
  <div role="cell" className={clsx('min-w-0 truncate pr-3 last:pr-0', className)}>
    {children}
  </div>
)
