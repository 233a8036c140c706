import type { ApiKey } from '@ollama-dashboard/contracts'
import clsx from 'clsx'
import { memo, type ReactNode } from 'react'
import { roleName } from '../../../../lib/access/roles.ts'
import { KeyActions, type KeyActionsProps } from '../key-actions.tsx'
import { stateOf } from '../key-list.ts'
import { expiry, lastUsed } from '../key-words.ts'
import { KeyStatus, NarrowingLine, RotatingBadge } from './key-marks.tsx'

export interface KeyRowProps extends KeyActionsProps {
  /** It is the key that the page is signed in with. */
  readonly isOwn: boolean
  readonly rowIndex: number
  readonly isLast: boolean
}

/** The columns: name, role, last used, from, expires, actions. */
export const tracks = 'minmax(0, 1.4fr) minmax(5.5rem, 0.7fr) 8.5rem minmax(7rem, 0.7fr) minmax(11rem, 0.8fr) 10.5rem'

/** A key in the table. */
export const KeyRow = memo(function KeyRow({ isOwn, rowIndex, isLast, ...actions }: KeyRowProps) {
  const { apiKey, now } = actions
  const state = stateOf(apiKey, now)
  const isOver = state === 'expired' || state === 'revoked'
  const canChange = apiKey.source === 'stored' && apiKey.revoked_at === null
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the buttons within take the focus
    <div
      role="row"
      aria-rowindex={rowIndex}
      className={clsx(
        'grid min-h-(--row) items-center border-line px-(--pad) text-cell hover:bg-hover',
        !isLast && 'border-b',
        isOver && 'text-ink-faint',
      )}
      style={{ gridTemplateColumns: tracks }}
    >
      <div
        role="rowheader"
        tabIndex={-1}
        {...(!canChange && { 'data-row-link': true })}
        className="grid min-w-0 py-1.5 pr-4"
      >
        <span className="flex min-w-0 items-center gap-2">
          <span className={clsx('truncate font-medium', !isOver && 'text-ink-strong')} title={apiKey.name}>
            {apiKey.name}
          </span>
          <RotatingBadge apiKey={apiKey} now={now} />
        </span>
        <NarrowingLine apiKey={apiKey} />
      </div>
      <Cell>
        <span title={apiKey.role}>{roleName(apiKey.role)}</span>
      </Cell>
      <Cell>
        <LastUsed apiKey={apiKey} isOwn={isOwn} now={now} />
      </Cell>
      <Cell className="font-mono text-small text-ink-muted">{apiKey.last_used_from}</Cell>
      <Cell className="flex items-center gap-3 tabular-nums">
        <span className={clsx(apiKey.expires_at === null && 'text-ink-muted')}>{expiry(apiKey.expires_at)}</span>
        {/* The last column has when. */}
        {apiKey.revoked_at === null && <KeyStatus apiKey={apiKey} now={now} />}
      </Cell>
      {/* Not clipped: focus would scroll within it, and its ring has to be seen. */}
      <Cell className="flex items-center justify-end overflow-visible!">
        <KeyActions {...actions} />
      </Cell>
    </div>
  )
})

interface LastUsedProps extends Pick<KeyRowProps, 'isOwn' | 'now'> {
  readonly apiKey: ApiKey
}

function LastUsed({ apiKey, isOwn, now }: LastUsedProps) {
  const used = lastUsed(apiKey, now)
  if (isOwn) return 'This session'
  return used ?? <span className="text-ink-faint">Never used</span>
}

const Cell = ({ className, children }: { readonly className?: string; readonly children: ReactNode }) => (
  <div role="cell" className={clsx('min-w-0 truncate pr-3 last:pr-0', className)}>
    {children}
  </div>
)
