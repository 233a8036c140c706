import type { RoleRecord } from '@ollama-dashboard/contracts'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { useKeyName } from '../../../lib/access/key-name.ts'
import type { Permissions } from '../../../lib/access/permission-words.ts'
import type { Missing } from '../../../lib/api/use-permission.ts'
import { formatPast } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Menu, MenuItem, MenuLabel } from '../../../ui/menu.tsx'

export type RoleAction = 'edit' | 'delete'
/** `from` has the focus again afterwards. */
export type OnAct = (action: RoleAction, role: RoleRecord, from: HTMLElement | null) => void

export interface RoleActionsProps {
  readonly role: RoleRecord
  readonly now: number
  /** What the person at the page may do. */
  readonly own: Permissions
  readonly needsUpdate: Missing | null
  readonly needsDelete: Missing | null
  /** Why no role can be changed now; null where it can. */
  readonly unavailable: string | null
  readonly onAct: OnAct
}

const notHeld: Missing = {
  short: 'has more than your key',
  reason: 'It has permissions that your key does not have itself',
  role: null,
}

/** What is missing to change or delete a role: nobody changes one that may do more than they may. */
export function locksOf({ role, own, needsUpdate, needsDelete }: RoleActionsProps) {
  const isHeld = role.permissions.every((operation) => own.has(operation))
  return { edit: needsUpdate ?? (isHeld ? null : notHeld), delete: needsDelete ?? (isHeld ? null : notHeld) }
}

/** What can be done with a role in the table; of a built-in one nothing. */
export function RoleActions(props: RoleActionsProps) {
  const { role, now, unavailable, onAct } = props
  const { name, built_in, created_at, created_by } = role
  const menu = useRef<HTMLButtonElement>(null)
  const madeBy = useKeyName(created_by)
  const locks = locksOf(props)
  if (built_in) return <span className="text-small text-ink-faint">Built in</span>
  return (
    <div className="-mr-2 flex items-center">
      <Button
        look="quiet"
        size="small"
        needs={locks.edit}
        isTerse
        unavailable={unavailable}
        onClick={({ currentTarget }) => onAct('edit', role, currentTarget)}
      >
        Edit<span className="sr-only"> {name}</span>
      </Button>
      <Menu
        trigger={<IconButton ref={menu} data-row-link icon={Ellipsis} size="small" label={`Actions for ${name}`} />}
      >
        {created_at !== null && (
          <MenuLabel>
            Made {formatPast(created_at, now)}
            {madeBy && ` by ${madeBy}`}
          </MenuLabel>
        )}
        <MenuItem
          icon={Pencil}
          disabled={locks.edit !== null || unavailable !== null}
          onSelect={() => onAct('edit', role, menu.current)}
        >
          Edit{locks.edit && ` ${locks.edit.short}`}
        </MenuItem>
        <MenuItem
          icon={Trash2}
          disabled={locks.delete !== null || unavailable !== null}
          onSelect={() => onAct('delete', role, menu.current)}
        >
          Delete{locks.delete && ` ${locks.delete.short}`}
        </MenuItem>
      </Menu>
    </div>
  )
}
