import clsx from 'clsx'
import { memo, type ReactNode } from 'react'
import { capitalised, formatPast } from '../../../lib/format.ts'
import { Badge } from '../../../ui/badge.tsx'
import { TableHead } from '../../../ui/table-head.tsx'
import { lastSeen } from '../keys/key-words.ts'
import { SessionAction } from './session-action.tsx'
import { browserOf, type ShownSession } from './session-list.ts'

export interface SessionProps {
  readonly session: ShownSession
  readonly now: number
  readonly unavailable: string | null
  readonly isLast: boolean
}

const tracks = 'minmax(15rem, 1.6fr) minmax(9rem, 1fr) minmax(8rem, 0.7fr) minmax(8rem, 0.8fr) minmax(8rem, 0.8fr) 6rem'
const shown = ['Browser', 'Key', 'Last seen', 'From', 'Signed in'] as const
const columns = [...shown.map((name) => ({ name })), { name: 'Actions', className: 'sr-only' }]

export const SessionsHead = () => <TableHead tracks={tracks} columns={columns} />

export const OwnBadge = ({ session }: Pick<SessionProps, 'session'>) =>
  session.is_current && <Badge look="accent">This browser</Badge>

/** A browser in the table. */
export const SessionRow = memo(function SessionRow({
  session,
  now,
  unavailable,
  isLast,
  rowIndex,
}: SessionProps & { readonly rowIndex: number }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the button within takes the focus
    <div
      role="row"
      aria-rowindex={rowIndex}
      className={clsx(
        'grid min-h-(--row) items-center border-line px-(--pad) text-cell hover:bg-hover',
        !isLast && 'border-b',
      )}
      style={{ gridTemplateColumns: tracks }}
    >
      <div role="rowheader" tabIndex={-1} className="flex min-w-0 items-center gap-2 pr-4">
        <span
          className={clsx('truncate font-medium', session.browser === null ? 'text-ink-muted' : 'text-ink-strong')}
          title={browserOf(session)}
        >
          {browserOf(session)}
        </span>
        <OwnBadge session={session} />
      </div>
      <Cell title={session.keyName}>{session.keyName}</Cell>
      <Cell className="tabular-nums">{lastSeen(session.last_seen_at, now)}</Cell>
      <Cell className="font-mono text-small text-ink-muted">{session.address}</Cell>
      <Cell className="text-ink-muted tabular-nums">{capitalised(formatPast(session.created_at, now))}</Cell>
      {/* Not clipped: the ring of the focus has to be seen. */}
      <Cell className="flex items-center justify-end overflow-visible!">
        <SessionAction session={session} unavailable={unavailable} look="quiet" size="small" className="-mr-2" />
      </Cell>
    </div>
  )
})

interface CellProps {
  readonly className?: string
  readonly title?: string
  readonly children: ReactNode
}

const Cell = ({ className, ...props }: CellProps) => (
  <div role="cell" className={clsx('min-w-0 truncate pr-3 last:pr-0', className)} {...props} />
)
