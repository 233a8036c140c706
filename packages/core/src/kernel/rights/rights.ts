import { isDeepStrictEqual } from 'node:util'
import { builtInPermissions, type OperationId, operations, type Role } from '@ollama-dashboard/contracts'
import { coversGrant, type HeldGrant } from './held-grant.ts'

/** What somebody may do, and with what. */
export interface Rights {
  /** Name of the role. */
  readonly role: string
  /** The operations that it allows. */
  readonly permissions: ReadonlySet<OperationId>
  /** What narrows it; null if nothing does. */
  readonly grant: HeldGrant | null
}

/** What a built-in role may do with everything. */
export const rightsOf = (role: Role): Rights => ({ role, permissions: builtInPermissions[role], grant: null })

export const holdsEverything = ({ permissions }: Pick<Rights, 'permissions'>): boolean =>
  permissions.size === operations.length

/** Permissions that some have and others lack, in the order of the first. */
export const lacking = (wanted: Rights['permissions'], held: Rights['permissions']): OperationId[] =>
  [...wanted].filter((id) => !held.has(id))

/** Whether some rights are nothing beyond others. */
export const areWithin = (inner: Rights, outer: Rights): boolean =>
  lacking(inner.permissions, outer.permissions).length === 0 && coversGrant(outer.grant, inner.grant)

/** Whether two keys have the same role and the same grant. What the role allows may differ meanwhile. */
export const areAlike = (one: Rights, other: Rights): boolean =>
  one.role === other.role && isDeepStrictEqual(one.grant?.told, other.grant?.told)
