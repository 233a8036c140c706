import type { ApiKey } from '@ollama-dashboard/contracts'
import { Ban, Ellipsis, Pencil, RefreshCw } from 'lucide-react'
import { useRef } from 'react'
import { formatPast, formatRecent } from '../../../lib/format.ts'
import { useKeyName } from '../../../lib/key-name.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLabel } from '../../../ui/menu.tsx'
import { isRotating } from './key-list.ts'
import { fixedWords } from './key-words.ts'

export interface KeyActionsProps {
  readonly apiKey: ApiKey
  readonly now: number
  /** Why no key can be changed now; null where it can. */
  readonly unavailable: string | null
  readonly onAct: OnAct
}

export type KeyAction = 'edit' | 'rotate' | 'revoke'
/** `from` has the focus again afterwards. */
export type OnAct = (action: KeyAction, key: ApiKey, from: HTMLElement | null) => void

/** What can be done with a key in the table; why nothing can, of those that are set elsewhere or over. */
export function KeyActions({ apiKey, now, unavailable, onAct }: KeyActionsProps) {
  const { name, prefix, created_at, created_by, source, revoked_at, replaced_until } = apiKey
  const menu = useRef<HTMLButtonElement>(null)
  const madeBy = useKeyName(created_by)
  if (source !== 'stored') return <Fixed>{fixedWords[source]}</Fixed>
  if (revoked_at !== null) return <Fixed>Revoked {formatPast(revoked_at, now)}</Fixed>
  return (
    <div className="-mr-2 flex items-center">
      <Button
        look="quiet"
        size="small"
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
          <MenuLabel>Previous key works until {formatRecent(replaced_until, now)}</MenuLabel>
        )}
        <MenuItem icon={Pencil} onSelect={() => onAct('edit', apiKey, menu.current)}>
          Edit name, role or expiry
        </MenuItem>
        <MenuItem icon={RefreshCw} onSelect={() => onAct('rotate', apiKey, menu.current)}>
          Rotate
        </MenuItem>
        <MenuItem icon={Ban} onSelect={() => onAct('revoke', apiKey, menu.current)}>
          Revoke
        </MenuItem>
      </Menu>
    </div>
  )
}

const Fixed = ({ children }: { readonly children: React.ReactNode }) => (
  <span className="truncate text-small text-ink-faint">{children}</span>
)
