import { Pencil, Trash2 } from 'lucide-react'
import { memo } from 'react'
import { useKeyName } from '../../../../lib/access/key-name.ts'
import { sharesOf, shareWords, summaryOf } from '../../../../lib/access/permission-words.ts'
import { roleName } from '../../../../lib/access/roles.ts'
import { formatPast } from '../../../../lib/format.ts'
import { Badge } from '../../../../ui/badge.tsx'
import { Button } from '../../../../ui/button.tsx'
import { CardFact, CardFacts, FoldingCard } from '../../../../ui/folding-card.tsx'
import { locksOf, type RoleActionsProps } from '../role-actions.tsx'
import { keysWords } from '../role-words.ts'
import { KeysLink, UnsavedBadge } from './role-marks.tsx'

export interface RoleCardProps extends RoleActionsProps {
  readonly isOpen: boolean
  readonly isLast: boolean
  readonly onToggle: (name: string) => void
}

/** A role where there is little room: what matters in two lines, the rest behind them. */
export const RoleCard = memo(function RoleCard({ isOpen, isLast, onToggle, ...props }: RoleCardProps) {
  const { role, now, unavailable, onAct } = props
  const { name, description, built_in, keys, created_at, created_by } = role
  const madeBy = useKeyName(created_by)
  const locks = locksOf(props)
  const permissions = new Set(role.permissions)
  return (
    <FoldingCard
      isOpen={isOpen}
      isLast={isLast}
      onToggle={() => onToggle(name)}
      name={<span className="text-prose font-medium wrap-anywhere text-ink-strong">{roleName(name)}</span>}
      mark={
        <span className="flex flex-wrap justify-end gap-1.5">
          <UnsavedBadge role={role} />
          {built_in && <Badge>Built in</Badge>}
        </span>
      }
      line={
        <span className="col-span-2 flex min-w-0 flex-wrap gap-x-3.5 text-small leading-4.5 text-ink-muted">
          <span className="tabular-nums">{keys === 0 ? 'No keys' : keysWords(keys)}</span>
          <span>{summaryOf(permissions)}</span>
        </span>
      }
    >
      {description !== '' && <p className="px-(--pad) pb-2.5 wrap-anywhere text-ink-muted">{description}</p>}
      <CardFacts>
        {sharesOf(permissions).map(({ subject, held, of }) => (
          <CardFact key={subject} label={subject}>
            {shareWords(held.length, of)}
          </CardFact>
        ))}
        {keys > 0 && (
          <CardFact label="Keys">
            <KeysLink role={role} />
          </CardFact>
        )}
        {created_at !== null && (
          <CardFact label="Made">
            {formatPast(created_at, now)}
            {madeBy && ` by ${madeBy}`}
          </CardFact>
        )}
      </CardFacts>
      {!built_in && (
        <div className="flex flex-wrap gap-2 px-(--pad) pt-1 pb-3.5 *:flex-1">
          <Button
            icon={Pencil}
            needs={locks.edit}
            unavailable={unavailable}
            onClick={({ currentTarget }) => onAct('edit', role, currentTarget)}
          >
            Edit
          </Button>
          <Button
            icon={Trash2}
            needs={locks.delete}
            unavailable={unavailable}
            className="text-broken-text! disabled:text-ink-faint!"
            onClick={({ currentTarget }) => onAct('delete', role, currentTarget)}
          >
            Delete
          </Button>
        </div>
      )}
    </FoldingCard>
  )
})
