import clsx from 'clsx'
import { Ban, ChevronDown, Pencil, RefreshCw } from 'lucide-react'
import { memo, type ReactNode, useId } from 'react'
import { formatRecent } from '../../../../lib/format.ts'
import { useKeyName } from '../../../../lib/key-name.ts'
import { Button } from '../../../../ui/button.tsx'
import type { KeyActionsProps } from '../key-actions.tsx'
import { isRotating } from '../key-list.ts'
import { expiry, fixedWords, lastUsed, past, roleNames } from '../key-words.ts'
import { KeyStatus, RotatingBadge } from './key-marks.tsx'

export interface KeyCardProps extends KeyActionsProps {
  readonly isOwn: boolean
  readonly isOpen: boolean
  readonly isLast: boolean
  readonly onToggle: (id: string) => void
}

/** A key where there is little room: what matters in two lines, the rest behind them. */
export const KeyCard = memo(function KeyCard({ apiKey, now, isOwn, isOpen, isLast, onToggle, ...rest }: KeyCardProps) {
  const { id, name, role, expires_at, source, revoked_at, last_used_from, created_at, created_by, prefix } = apiKey
  const { replaced_until } = apiKey
  const panel = useId()
  const madeBy = useKeyName(created_by)
  const used = lastUsed(apiKey, now)
  const { unavailable, onAct } = rest
  return (
    <div className={clsx('border-line', !isLast && 'border-b')}>
      <button
        type="button"
        data-row-target
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={() => onToggle(id)}
        className="grid min-h-16 w-full grid-cols-[minmax(0,1fr)_auto_1rem] content-center items-center gap-x-2.5 gap-y-[3px] px-(--pad) py-[11px] text-left"
      >
        <span className="text-prose font-medium wrap-anywhere text-ink-strong">{name}</span>
        <span className="flex flex-wrap justify-end gap-1.5">
          <RotatingBadge apiKey={apiKey} now={now} />
          <KeyStatus apiKey={apiKey} now={now} />
        </span>
        <ChevronDown
          aria-hidden
          className={clsx('row-span-2 size-4 text-ink-faint transition-transform', isOpen && 'rotate-180')}
        />
        <span className="col-span-2 flex min-w-0 flex-wrap gap-x-3.5 text-small leading-4.5 text-ink-muted tabular-nums">
          <span>{roleNames[role]}</span>
          <span>{isOwn ? 'This session' : used === null ? 'Never used' : `Used ${used.toLowerCase()}`}</span>
          {expires_at !== null && <span>To {expiry(expires_at)}</span>}
        </span>
      </button>
      {isOpen && (
        <div id={panel}>
          <dl className="mx-(--pad) grid grid-cols-[auto_minmax(0,1fr)] pb-2 [&>*]:border-t [&>*]:border-line [&>*]:py-[7px]">
            {last_used_from !== null && (
              <Fact label="Last used from">
                <span className="font-mono text-small">{last_used_from}</span>
              </Fact>
            )}
            <Fact label="Expires">{expiry(expires_at)}</Fact>
            {replaced_until !== null && isRotating(apiKey, now) && (
              <Fact label="Previous key works until">{formatRecent(replaced_until, now)}</Fact>
            )}
            {prefix !== null && (
              <Fact label="Begins with">
                <span className="font-mono text-small">{prefix}</span>
              </Fact>
            )}
            {created_at !== null && (
              <Fact label="Made">
                {past(created_at, now)}
                {madeBy && ` by ${madeBy}`}
              </Fact>
            )}
            {revoked_at !== null && <Fact label="Revoked">{past(revoked_at, now)}</Fact>}
            {source !== 'stored' && <Fact label="Changes">{fixedWords[source]}</Fact>}
          </dl>
          {source === 'stored' && revoked_at === null && (
            <div className="flex flex-wrap gap-2 px-(--pad) pt-1 pb-3.5 *:flex-1">
              <Button
                icon={Pencil}
                unavailable={unavailable}
                onClick={({ currentTarget }) => onAct('edit', apiKey, currentTarget)}
              >
                Edit
              </Button>
              <Button
                icon={RefreshCw}
                unavailable={unavailable}
                onClick={({ currentTarget }) => onAct('rotate', apiKey, currentTarget)}
              >
                Rotate
              </Button>
              <Button
                icon={Ban}
                unavailable={unavailable}
                className="text-broken-text! disabled:text-ink-faint!"
                onClick={({ currentTarget }) => onAct('revoke', apiKey, currentTarget)}
              >
                Revoke
              </Button>
            </div>
          )}
        </div>
      )}
    </div>
  )
})

const Fact = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <>
    <dt className="pr-4 text-ink-muted">{label}</dt>
    <dd className="min-w-0 text-right wrap-anywhere tabular-nums">{children}</dd>
  </>
)
