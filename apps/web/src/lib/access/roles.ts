import type { Role } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { leastRole, type Operation, operations } from './operations.ts'

/** Least to most trusted: each may do what those before it may. */
export const builtInRoles: readonly Role[] = ['viewer', 'operator', 'admin']

const titles: Readonly<Record<string, string>> = { viewer: 'Viewer', operator: 'Operator', admin: 'Admin' }

/** Roles that people made are called as they are. */
export const roleName = (role: string): string => titles[role] ?? role

export const isBuiltIn = (role: string): role is Role => builtInRoles.some((one) => one === role)

/** What a built-in role may do; nothing for null. */
export function permissionsOfRole(role: Role | null): readonly Operation[] {
  const rank = role === null ? -1 : builtInRoles.indexOf(role)
  return operations.filter((operation) => builtInRoles.indexOf(leastRole(operation)) <= rank)
}

/** As the API has it: a letter, then letters, digits, - and _, all of them small. */
export const isRoleName = (text: string): boolean =>
  text.length <= limits.roleNameLength && /^[a-z][a-z0-9_-]*$/.test(text)

/** The name of a role in an address; null for what can be none. */
export const readRoleName = (value: unknown): string | null =>
  typeof value === 'string' && isRoleName(value) ? value : null
