import { grants, type Role, roles } from './access.ts'
import { type ApiContract, contract } from './contract.ts'
import type { Contract, Endpoint } from './endpoint.ts'

/** Names an endpoint by its feature and its operation: `models.start`. */
export type OperationId = {
  [F in keyof ApiContract & string]: `${F}.${keyof ApiContract[F] & string}`
}[keyof ApiContract & string]

export interface Operation {
  readonly id: OperationId
  readonly endpoint: Endpoint
}

// The keys of the contract are what the type is made of, which `entries` forgets.
const all = Object.entries(contract as Contract).flatMap(([feature, group]) =>
  Object.entries(group).map(([name, endpoint]): Operation => ({ id: `${feature}.${name}` as OperationId, endpoint })),
)

/** Every operation that needs a permission, in the order of the contract. What is open to anybody needs none. */
export const operations: readonly Operation[] = all.filter(({ endpoint }) => endpoint.access !== 'open')

/** The operations that a permission is for: one, those of a group, or all. None where it names nothing that needs one. */
export function operationsOf(permission: string): readonly OperationId[] {
  const group = permission === '*' ? '' : permission.endsWith('.*') ? permission.slice(0, -1) : null
  const isMeant = (id: OperationId) => (group === null ? id === permission : id.startsWith(group))
  return operations.flatMap(({ id }) => (isMeant(id) ? id : []))
}

/** What a role is made of. */
export interface RoleParts {
  /** A built-in role; null for none. */
  readonly based_on: string | null
  readonly allow: readonly string[]
  readonly deny: readonly string[]
}

export const isBuiltIn = (role: string): role is Role => roles.some((one) => one === role)

const builtInOf = (role: Role): ReadonlySet<OperationId> =>
  new Set(operations.flatMap(({ id, endpoint: { access } }) => (access !== 'open' && grants(role, access) ? id : [])))

/** What each built-in role allows, by the least access of each endpoint. */
export const builtInPermissions: Readonly<Record<Role, ReadonlySet<OperationId>>> = {
  viewer: builtInOf('viewer'),
  operator: builtInOf('operator'),
  admin: builtInOf('admin'),
}

/** The operations that a role allows, in the order of the contract. What is denied wins; what names nothing is passed over. */
export function permissionsOf({ based_on, allow, deny }: RoleParts): ReadonlySet<OperationId> {
  const base = based_on !== null && isBuiltIn(based_on) ? builtInPermissions[based_on] : []
  const allowed = new Set([...base, ...allow.flatMap(operationsOf)])
  const denied = new Set(deny.flatMap(operationsOf))
  return new Set(operations.flatMap(({ id }) => (allowed.has(id) && !denied.has(id) ? id : [])))
}

/** The least of the built-in roles that has a permission. */
export function leastRoleWith(id: OperationId): Role {
  const role = roles.find((one) => builtInPermissions[one].has(id))
  if (!role) throw new Error(`${id} needs no permission.`)
  return role
}
