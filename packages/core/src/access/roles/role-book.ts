import { type Grant, isBuiltIn, type OperationId, permissionsOf } from '@ollama-dashboard/contracts'
import { holdGrant } from '../../kernel/rights/held-grant.ts'
import { type Rights, rightsOf } from '../../kernel/rights/rights.ts'
import type { StoredRole } from './role-table.ts'

/** A role that an admin made, with what it comes to. */
export interface KnownRole {
  readonly stored: StoredRole
  readonly permissions: ReadonlySet<OperationId>
}

/** The roles as they stand now. What each allows is found out once. */
export interface RoleBook {
  all(): readonly KnownRole[]
  /** Of those that an admin made. */
  find(name: string): KnownRole | null
  /** Whether a key can have it. */
  has(name: string): boolean
  keep(role: StoredRole): void
  forget(name: string): void
  /** Takes over all that are stored. */
  take(roles: readonly StoredRole[]): void
  /** What a key with a role and a grant may do: nothing where the role is gone. */
  rightsOf(key: { readonly role: string; readonly grant: Grant | null }): Rights
}

const nothing: ReadonlySet<OperationId> = new Set()

export function createRoleBook(): RoleBook {
  const roles = new Map<string, KnownRole>()

  function keep(stored: StoredRole): void {
    roles.set(stored.name, { stored, permissions: permissionsOf(stored) })
  }

  return {
    all: () => [...roles.values()],
    find: (name) => roles.get(name) ?? null,
    has: (name) => isBuiltIn(name) || roles.has(name),
    keep,
    forget: (name) => void roles.delete(name),
    take(stored) {
      roles.clear()
      for (const role of stored) keep(role)
    },
    rightsOf({ role, grant }) {
      const { permissions } = isBuiltIn(role)
        ? rightsOf(role)
        : { permissions: roles.get(role)?.permissions ?? nothing }
      return { role, permissions, grant: grant && holdGrant(grant) }
    },
  }
}
