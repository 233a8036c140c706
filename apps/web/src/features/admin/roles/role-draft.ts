import type { Role, RoleRecord } from '@ollama-dashboard/contracts'
import type { Permissions } from '../../../lib/access/permission-words.ts'
import { isBuiltIn, permissionsOfRole } from '../../../lib/access/roles.ts'
import { currentUser } from '../../../lib/api/signed-in.ts'
import { createNotifier } from '../../../lib/notifier.ts'

/** What somebody changed in the form of a role, and has not saved. What is absent is as it was. */
export interface RoleEdits {
  /** Of a role that is made. */
  readonly name?: string
  readonly description?: string
  readonly based_on?: Role | null
  /** Ticks that differ from what the role, or what it starts from, has. */
  readonly ticks?: Readonly<Record<string, boolean>>
}

/** A role as its form has it. */
export interface RoleDraft {
  readonly name: string
  readonly description: string
  readonly based_on: Role | null
  readonly permissions: Permissions
}

/** A new role starts with what harms least. */
const startsFrom: Role = 'viewer'

const baseOf = (role: RoleRecord | null): Role | null => {
  if (role === null) return startsFrom
  return role.based_on !== null && isBuiltIn(role.based_on) ? role.based_on : null
}

/** What is ticked without any tick of the person: what the role differs from its base in holds for another base too. */
function ticked(role: RoleRecord | null, based_on: Role | null): Set<string> {
  const base = new Set<string>(permissionsOfRole(based_on))
  if (role === null) return base
  const before = new Set<string>(permissionsOfRole(baseOf(role)))
  const has = new Set(role.permissions)
  const added = role.permissions.filter((operation) => !before.has(operation))
  const kept = [...base].filter((operation) => has.has(operation) || !before.has(operation))
  return new Set([...kept, ...added])
}

/** `role` is null for one that is made. Nothing is ticked that is not `own`: nobody gives what they do not have. */
export function draftOf(role: RoleRecord | null, edits: RoleEdits, own: Permissions): RoleDraft {
  const based_on = edits.based_on === undefined ? baseOf(role) : edits.based_on
  const permissions = ticked(role, based_on)
  for (const [operation, isOn] of Object.entries(edits.ticks ?? {})) {
    if (isOn) permissions.add(operation)
    else permissions.delete(operation)
  }
  return {
    name: edits.name ?? role?.name ?? '',
    description: edits.description ?? role?.description ?? '',
    based_on,
    permissions: new Set([...permissions].filter((operation) => own.has(operation))),
  }
}

/** By role, and by who edits it: closing the form by a slip loses nothing while the page is open. */
const kept = new Map<string, RoleEdits>()
const changes = createNotifier()
const none: RoleEdits = {}

/** A name of a role has no space: none is called like a new one. */
const keyOf = (role: RoleRecord | null): string => `${currentUser()} ${role?.name ?? ' new'}`

export const useRoleEdits = (role: RoleRecord | null): RoleEdits => changes.use(() => kept.get(keyOf(role)) ?? none)

export function editRole(role: RoleRecord | null, change: RoleEdits): void {
  const key = keyOf(role)
  kept.set(key, { ...kept.get(key), ...change })
  changes.notify()
}

export function forgetRoleEdits(role: RoleRecord | null): void {
  kept.delete(keyOf(role))
  changes.notify()
}
