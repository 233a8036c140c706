import type { RoleName } from '@ollama-dashboard/contracts'
import { operations } from '../../../lib/access/operations.ts'
import type { Permissions } from '../../../lib/access/permission-words.ts'
import { isBuiltIn, permissionsOfRole } from '../../../lib/access/roles.ts'

/** What a role is made of, as the API has it. */
export interface RoleParts {
  readonly based_on: RoleName | null
  readonly allow: string[]
  readonly deny: string[]
}

/** The operations that a permission is for: `models.start`, `models.*`, `*`. */
function operationsOf(permission: string): readonly string[] {
  const group = permission === '*' ? '' : permission.endsWith('.*') ? permission.slice(0, -1) : null
  return operations.filter((operation) => (group === null ? operation === permission : operation.startsWith(group)))
}

/**
 * The parts of a role that result in these permissions. What was written for it before stays where it fits, such as
 * `models.*`, which includes what later versions add. Nothing of that kind is added: a tick means what it names, and no more.
 */
export function partsOf(
  wanted: Permissions,
  based_on: RoleName | null,
  before: Omit<RoleParts, 'based_on'>,
): RoleParts {
  const isWanted = (operation: string) => wanted.has(operation)
  const allow = before.allow.filter((permission) => operationsOf(permission).some(isWanted))
  const deny = before.deny.filter((permission) => !operationsOf(permission).some(isWanted))
  const base = permissionsOfRole(based_on !== null && isBuiltIn(based_on) ? based_on : null)
  const allowed = new Set<string>([...base, ...allow.flatMap(operationsOf)])
  const denied = new Set(deny.flatMap(operationsOf))
  return {
    based_on,
    allow: [...allow, ...operations.filter((operation) => isWanted(operation) && !allowed.has(operation))],
    deny: [
      ...deny,
      ...operations.filter((operation) => !isWanted(operation) && allowed.has(operation) && !denied.has(operation)),
    ],
  }
}
