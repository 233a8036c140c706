import type { Alert } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { memo } from 'react'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { lastedWords, severityWords } from '../../../lib/alerts/alert-words.ts'
import { formatCount, formatMoment, formatRecent } from '../../../lib/format.ts'
import { AlertTitle } from '../../../parts/alerts/alert-title.tsx'
import { Cell } from '../../../ui/cell.tsx'
import { CardFact, CardFacts, FoldingCard } from '../../../ui/folding-card.tsx'
import { Status } from '../../../ui/status.tsx'
import { useServerName } from '../use-server-name.ts'

export const tracks = 'minmax(0, 2.6fr) minmax(5.5rem, 1fr) minmax(7rem, 1fr) 5.5rem 4rem minmax(8rem, 1.1fr)'
export const columns = [
  { name: 'Alert' },
  { name: 'Severity' },
  { name: 'Started' },
  { name: 'Lasted', className: 'text-right' },
  { name: 'Times', className: 'text-right' },
  { name: 'Resolved', className: 'pl-8' },
]

/** Who resolved it, or that it went by itself. */
function useResolvedBy({ resolved_by }: Alert): string {
  const who = useKeyName(resolved_by)
  return who === '' ? 'by itself' : `by ${who}`
}

export interface PastAlertRowProps {
  readonly alert: Alert
  readonly now: number
  /** A link leads to it. */
  readonly isTarget: boolean
}

/** An alert that is over, in the table. */
export const PastAlertRow = memo(function PastAlertRow({ alert, now, isTarget }: PastAlertRowProps) {
  const by = useResolvedBy(alert)
  const server = useServerName(alert.instance)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: there is nothing to do with a row
    <div
      role="row"
      className={clsx(
        'relative grid min-h-(--row) items-center px-(--pad) py-1 text-cell hover:bg-hover',
        isTarget && 'bg-hover before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent',
      )}
      style={{ gridTemplateColumns: tracks }}
    >
      <Cell className="font-medium wrap-anywhere text-ink-strong" title={alert.description}>
        <AlertTitle title={alert.title} model={alert.model} />
        {server !== null && <span className="font-normal text-ink-faint"> {server}</span>}
      </Cell>
      <Cell className="text-ink-muted">{severityWords[alert.severity]}</Cell>
      <Cell className="text-ink-muted tabular-nums">
        <time dateTime={alert.started_at} title={formatMoment(alert.started_at)}>
          {formatRecent(alert.started_at, now)}
        </time>
      </Cell>
      <Cell className="text-right tabular-nums">{lastedWords(alert, now)}</Cell>
      <Cell className="text-right tabular-nums">{formatCount(alert.occurrences)}</Cell>
      <Cell className="pl-8 wrap-anywhere text-ink-muted">{by}</Cell>
    </div>
  )
})

export interface PastAlertCardProps {
  readonly alert: Alert
  readonly now: number
  readonly isOpen: boolean
  readonly onToggle: (id: string) => void
}

/** An alert that is over, where there is little room. */
export const PastAlertCard = memo(function PastAlertCard({ alert, now, isOpen, onToggle }: PastAlertCardProps) {
  const by = useResolvedBy(alert)
  const server = useServerName(alert.instance)
  return (
    <FoldingCard
      isOpen={isOpen}
      isLast
      onToggle={() => onToggle(alert.id)}
      name={
        <span className="text-prose font-medium wrap-anywhere text-ink-strong">
          <AlertTitle title={alert.title} model={alert.model} />
        </span>
      }
      mark={<Status kind="ok">Resolved</Status>}
      line={
        <span className="col-span-2 flex flex-wrap gap-x-3.5 text-small text-ink-muted tabular-nums">
          <time dateTime={alert.started_at} className="font-medium text-ink">
            {formatRecent(alert.started_at, now)}
          </time>
          <span>
            for <b className="font-medium text-ink">{lastedWords(alert, now)}</b>
          </span>
          <span>{severityWords[alert.severity]}</span>
        </span>
      }
    >
      <p className="px-(--pad) pb-3 wrap-anywhere text-ink-muted">{alert.description}</p>
      <CardFacts>
        <CardFact label="Resolved">{by}</CardFact>
        <CardFact label="Times">{formatCount(alert.occurrences)}</CardFact>
        {server !== null && <CardFact label="Server">{alert.instance}</CardFact>}
      </CardFacts>
    </FoldingCard>
  )
})
