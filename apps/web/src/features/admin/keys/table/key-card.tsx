import { Ban, Pencil, RefreshCw } from 'lucide-react'
import { memo } from 'react'
import { useKeyName } from '../../../../lib/access/key-name.ts'
import { narrowingFacts, narrowingLine } from '../../../../lib/access/narrowing-words.ts'
import { roleName } from '../../../../lib/access/roles.ts'
import { formatPast, formatUntil } from '../../../../lib/format.ts'
import { Button } from '../../../../ui/button.tsx'
import { CardFact, CardFacts, FoldingCard } from '../../../../ui/folding-card.tsx'
import type { KeyActionsProps } from '../key-actions.tsx'
import { isRotating } from '../key-list.ts'
import { expiry, fixedWords, lastUsed } from '../key-words.ts'
import { KeyStatus, RotatingBadge } from './key-marks.tsx'

export interface KeyCardProps extends KeyActionsProps {
  readonly isOwn: boolean
  readonly isOpen: boolean
  readonly isLast: boolean
  readonly onToggle: (id: string) => void
}

/** A key where there is little room: what matters in two lines, the rest behind them. */
export const KeyCard = memo(function KeyCard({ apiKey, now, isOwn, isOpen, isLast, onToggle, ...rest }: KeyCardProps) {
  const { id, name, role, grant, expires_at, source, revoked_at, last_used_from, created_at, created_by, prefix } =
    apiKey
  const { replaced_until } = apiKey
  const madeBy = useKeyName(created_by)
  const used = lastUsed(apiKey, now)
  const { needs, unavailable, onAct } = rest
  return (
    <FoldingCard
      isOpen={isOpen}
      isLast={isLast}
      onToggle={() => onToggle(id)}
      name={<span className="text-prose font-medium wrap-anywhere text-ink-strong">{name}</span>}
      mark={
        <span className="flex flex-wrap justify-end gap-1.5">
          <RotatingBadge apiKey={apiKey} now={now} />
          <KeyStatus apiKey={apiKey} now={now} />
        </span>
      }
      line={
        <span className="col-span-2 flex min-w-0 flex-wrap gap-x-3.5 text-small leading-4.5 text-ink-muted tabular-nums">
          <span>{roleName(role)}</span>
          <span>{isOwn ? 'This session' : used === null ? 'Never used' : `Used ${used.toLowerCase()}`}</span>
          {expires_at !== null && <span>To {expiry(expires_at)}</span>}
          {grant && <span className="basis-full truncate">{narrowingLine(grant)}</span>}
        </span>
      }
    >
      <CardFacts>
        {grant &&
          narrowingFacts(grant).map(({ label, values }) => (
            <CardFact key={label} label={label}>
              {values.join(', ')}
            </CardFact>
          ))}
        {last_used_from !== null && (
          <CardFact label="Last used from">
            <span className="font-mono text-small">{last_used_from}</span>
          </CardFact>
        )}
        <CardFact label="Expires">{expiry(expires_at)}</CardFact>
        {replaced_until !== null && isRotating(apiKey, now) && (
          <CardFact label="Previous key works until">{formatUntil(replaced_until, now)}</CardFact>
        )}
        {prefix !== null && (
          <CardFact label="Begins with">
            <span className="font-mono text-small">{prefix}</span>
          </CardFact>
        )}
        {created_at !== null && (
          <CardFact label="Made">
            {formatPast(created_at, now)}
            {madeBy && ` by ${madeBy}`}
          </CardFact>
        )}
        {revoked_at !== null && <CardFact label="Revoked">{formatPast(revoked_at, now)}</CardFact>}
        {source !== 'stored' && <CardFact label="Changes">{fixedWords[source]}</CardFact>}
      </CardFacts>
      {source === 'stored' && revoked_at === null && (
        <div className="flex flex-wrap gap-2 px-(--pad) pt-1 pb-3.5 *:flex-1">
          <Button
            icon={Pencil}
            needs={needs.edit}
            unavailable={unavailable}
            onClick={({ currentTarget }) => onAct('edit', apiKey, currentTarget)}
          >
            Edit
          </Button>
          <Button
            icon={RefreshCw}
            needs={needs.rotate}
            unavailable={unavailable}
            onClick={({ currentTarget }) => onAct('rotate', apiKey, currentTarget)}
          >
            Rotate
          </Button>
          <Button
            icon={Ban}
            needs={needs.revoke}
            unavailable={unavailable}
            className="text-broken-text! disabled:text-ink-faint!"
            onClick={({ currentTarget }) => onAct('revoke', apiKey, currentTarget)}
          >
            Revoke
          </Button>
        </div>
      )}
    </FoldingCard>
  )
})
