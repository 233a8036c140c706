import type { RoleRecord } from '@ollama-dashboard/contracts'
import { Link } from '@tanstack/react-router'
import { Badge } from '../../../../ui/badge.tsx'
import { useRoleEdits } from '../role-draft.ts'
import { keysWords } from '../role-words.ts'

export interface RoleMarkProps {
  readonly role: RoleRecord
}

/** How many keys have a role, and the way to them. */
export const KeysLink = ({ role: { name, keys } }: RoleMarkProps) =>
  keys === 0 ? (
    <span className="text-ink-faint">No keys</span>
  ) : (
    <Link
      to="/admin/keys"
      search={{ may: name }}
      className="touch-target text-accent-text tabular-nums underline underline-offset-2"
    >
      {keysWords(keys)}
      <span className="sr-only"> with the role {name}</span>
    </Link>
  )

/** That its form was left with changes. */
export const UnsavedBadge = ({ role }: RoleMarkProps) =>
  Object.keys(useRoleEdits(role)).length > 0 && <Badge look="attention">Unsaved</Badge>
