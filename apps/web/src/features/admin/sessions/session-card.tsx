import { memo } from 'react'
import { capitalised, formatPast, formatUntil } from '../../../lib/format.ts'
import { CardFact, CardFacts, FoldingCard } from '../../../ui/folding-card.tsx'
import { lastSeen } from '../keys/key-words.ts'
import { SessionAction } from './session-action.tsx'
import { browserOf } from './session-list.ts'
import { OwnBadge, type SessionProps } from './session-row.tsx'

export interface SessionCardProps extends SessionProps {
  readonly isOpen: boolean
  readonly onToggle: (id: string) => void
}

/** A browser where there is little room: what matters in two lines, the rest behind them. */
export const SessionCard = memo(function SessionCard(props: SessionCardProps) {
  const { session, now, unavailable, isOpen, isLast, onToggle } = props
  const { id, keyName, address, created_at, last_seen_at, expires_at } = session
  return (
    <FoldingCard
      isOpen={isOpen}
      isLast={isLast}
      onToggle={() => onToggle(id)}
      name={<span className="text-prose font-medium wrap-anywhere text-ink-strong">{browserOf(session)}</span>}
      // A place of the grid, also where nothing stands in it.
      mark={
        <span>
          <OwnBadge session={session} />
        </span>
      }
      line={
        <span className="col-span-2 flex min-w-0 flex-wrap gap-x-3.5 text-small leading-4.5 text-ink-muted tabular-nums">
          <span className="min-w-0 truncate">{keyName}</span>
          <span>Seen {lastSeen(last_seen_at, now).toLowerCase()}</span>
        </span>
      }
    >
      <CardFacts>
        {address !== null && (
          <CardFact label="From">
            <span className="font-mono text-small">{address}</span>
          </CardFact>
        )}
        <CardFact label="Signed in">{capitalised(formatPast(created_at, now))}</CardFact>
        <CardFact label="Ends without use">{formatUntil(expires_at, now)}</CardFact>
      </CardFacts>
      <div className="flex px-(--pad) pt-1 pb-3.5 *:flex-1">
        <SessionAction session={session} unavailable={unavailable} hasIcon />
      </div>
    </FoldingCard>
  )
})
