import type { ApiKey } from '@ollama-dashboard/contracts'
import { Ban, Ellipsis, Pencil, RefreshCw } from 'lucide-react'
import { useRef } from 'react'
import { useKeyName } from '../../../lib/access/key-name.ts'
import { narrowingFacts } from '../../../lib/access/narrowing-words.ts'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { formatPast, formatUntil } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLabel } from '../../../ui/menu.tsx'
import { isRotating } from './key-list.ts'
import { fixedWords } from './key-words.ts'

export interface KeyActionsProps {
  readonly apiKey: ApiKey
  readonly now: number
  readonly needs: Readonly<Record<KeyAction, Missing | null>>
  /** Why no key can be changed now; null where it can. */
  readonly unavailable: string | null
  readonly onAct: OnAct
}

export type KeyAction = 'edit' | 'rotate' | 'revoke'
/** `from` has the focus again afterwards. */
export type OnAct = (action: KeyAction, key: ApiKey, from: HTMLElement | null) => void

/** What can be done with a key in the table; why nothing can, of those that are set elsewhere or over. */
export function KeyActions({ apiKey, now, needs, unavailable, onAct }: KeyActionsProps) {
  const { name, grant, prefix, created_at, created_by, source, revoked_at, replaced_until } = apiKey
  const menu = useRef<HTMLButtonElement>(null)
  const madeBy = useKeyName(created_by)
  if (source !== 'stored') return <Fixed>{fixedWords[source]}</Fixed>
  if (revoked_at !== null) return <Fixed>Revoked {formatPast(revoked_at, now)}</Fixed>
  return (
    <div className="-mr-2 flex items-center">
      <Button
        look="quiet"
        size="small"
        needs={needs.revoke}
        isTerse
        unavailable={unavailable}
        className="mr-1 text-broken-text! disabled:text-ink-faint!"
        onClick={({ currentTarget }) => onAct('revoke', apiKey, currentTarget)}
      >
        Revoke<span className="sr-only"> {name}</span>
      </Button>
      <Menu
        trigger={
          <IconButton
            ref={menu}
            data-row-link
            icon={Ellipsis}
            size="small"
            label={`Actions for ${name}`}
            unavailable={unavailable}
          />
        }
      >
        <MenuLabel>
          {prefix !== null && <span className="font-mono">{prefix}…</span>}
          {prefix !== null && created_at !== null && ' · '}
          {created_at !== null && `made ${formatPast(created_at, now)}`}
          {madeBy && ` by ${madeBy}`}
        </MenuLabel>
        {replaced_until !== null && isRotating(apiKey, now) && (
          <MenuLabel>Previous key works until {formatUntil(replaced_until, now)}</MenuLabel>
        )}
        {grant &&
          narrowingFacts(grant).map(({ label, values }) => (
            <MenuLabel key={label}>
              {label}: <span className="font-mono">{values.join(', ')}</span>
            </MenuLabel>
          ))}
        <MenuItem icon={Pencil} disabled={needs.edit !== null} onSelect={() => onAct('edit', apiKey, menu.current)}>
          Edit{needs.edit && ` ${needs.edit.short}`}
        </MenuItem>
        <MenuItem
          icon={RefreshCw}
          disabled={needs.rotate !== null}
          onSelect={() => onAct('rotate', apiKey, menu.current)}
        >
          Rotate{needs.rotate && ` ${needs.rotate.short}`}
        </MenuItem>
        <MenuItem icon={Ban} disabled={needs.revoke !== null} onSelect={() => onAct('revoke', apiKey, menu.current)}>
          Revoke{needs.revoke && ` ${needs.revoke.short}`}
        </MenuItem>
      </Menu>
    </div>
  )
}

const Fixed = ({ children }: { readonly children: React.ReactNode }) => (
  <span className="truncate text-small text-ink-faint">{children}</span>
)
