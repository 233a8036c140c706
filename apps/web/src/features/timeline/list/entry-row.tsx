import type { TimelineEntry } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { ChevronRight } from 'lucide-react'
import { memo, useId } from 'react'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { formatMoment, formatTime } from '../../../lib/format.ts'
import { AlertTitle } from '../../../parts/alerts/alert-title.tsx'
import { SeverityIcon } from '../../../parts/alerts/severity-icon.tsx'
import { InlineName } from '../../../parts/model-name.tsx'
import { iconOf, isNamedFirst, noteOf, titleOf } from '../words/entry-words.ts'
import { EntryDetails } from './entry-details.tsx'

export interface EntryRowProps {
  readonly entry: TimelineEntry
  readonly now: number
  readonly isOpen: boolean
  readonly onToggle: (id: string) => void
}

/** One thing that happened: when, what, to what and by whom; the rest unfolds. */
export const EntryRow = memo(function EntryRow({ entry, now, isOpen, onToggle }: EntryRowProps) {
  const id = useId()
  const who = useKeyName(entry.by)
  const { model, at, severity } = entry
  const Icon = iconOf(entry)
  const note = noteOf(entry)
  const isTroubling = severity === 'critical' || severity === 'warning'
  return (
    <div
      className={clsx(
        isOpen &&
          'relative bg-hover before:absolute before:inset-y-0 before:left-0 before:z-1 before:w-0.5 before:bg-accent',
      )}
    >
      <button
        type="button"
        data-row-link
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => onToggle(entry.id)}
        className="grid min-h-(--row) w-full scroll-my-24 grid-cols-[2.75rem_1rem_minmax(0,1fr)_1rem] items-start gap-x-3 px-(--pad) py-2.5 text-left hover:bg-hover phone:gap-x-2.5"
      >
        <time dateTime={at} title={formatMoment(at)} className="text-small leading-5 text-ink-faint tabular-nums">
          {formatTime(at)}
        </time>
        {isTroubling ? (
          <SeverityIcon severity={severity} className="mt-0.5" />
        ) : (
          <Icon aria-hidden className="mt-0.5 size-4 text-ink-faint" />
        )}
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className="min-w-0 wrap-anywhere text-ink">
            {isNamedFirst(entry) && model !== null && (
              <>
                <InlineName name={model} />{' '}
              </>
            )}
            <AlertTitle title={titleOf(entry)} model={isNamedFirst(entry) ? null : model} />
            {entry.kind === 'audit' && model !== null && (
              <>
                {' '}
                <InlineName name={model} />
              </>
            )}
            {who !== '' && <span className="text-ink-muted"> by {who}</span>}
          </span>
          {note !== null && (
            <span
              className={clsx('min-w-0 text-small text-ink-muted', isOpen ? 'wrap-anywhere' : 'max-w-full truncate')}
            >
              {note}
            </span>
          )}
        </span>
        <ChevronRight
          aria-hidden
          className={clsx('mt-0.5 size-4 text-ink-faint transition-transform', isOpen && 'rotate-90')}
        />
      </button>
      {isOpen && (
        <div id={id} className="pr-(--pad) pb-4 pl-[calc(var(--pad)+5.25rem)] phone:pl-(--pad)">
          <EntryDetails entry={entry} now={now} />
        </div>
      )}
    </div>
  )
})
