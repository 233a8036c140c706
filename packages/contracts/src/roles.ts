import { type Static, Type } from '@sinclair/typebox'
import { Characters } from './characters.ts'
import { Closed, Done, Named, NamedClosed, NoQuery, Nullable, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { storageErrors } from './errors.ts'
import { limits } from './limits.ts'

/** The name of a role is its identity: keys name it, and it is never changed. */
export const RoleName = Type.String({
  title: 'RoleName',
  minLength: 1,
  maxLength: limits.roleNameLength,
  pattern: '^[a-z][a-z0-9_-]*$',
  description: '`viewer`, `operator`, `admin`, or a role that an admin made',
  examples: ['operator', 'night-shift'],
})
export type RoleName = Static<typeof RoleName>

/** An operation of this API that is not open to anybody, all of a group, or all there are. One that names none is refused. */
export const Permission = Type.String({
  title: 'Permission',
  maxLength: limits.permissionLength,
  pattern: '^(?:\\*|[a-zA-Z]+\\.(?:\\*|[a-zA-Z]+))$',
  description: 'An operation (`models.start`), a group (`settings.*`), or `*`',
  examples: ['models.start', 'settings.*', '*'],
})

const Permissions = Type.Array(Permission, { maxItems: limits.permissions })

const description = Characters({ maxLength: limits.roleDescriptionLength, description: 'One line; may be empty' })
const based_on = Nullable({ ...RoleName, description: 'A built-in role whose permissions it starts from; null: none' })
const allow = { ...Permissions, description: 'Permissions that are added' }
const deny = { ...Permissions, description: 'Permissions that are taken away again; they win over all others' }

/** A named set of permissions. */
export const RoleRecord = Named('RoleRecord', {
  name: RoleName,
  description: Type.String(),
  built_in: Type.Boolean({ description: 'Built-in roles follow from this API and cannot be changed' }),
  based_on: Nullable(RoleName),
  allow: Type.Array(Type.String()),
  deny: Type.Array(Type.String()),
  permissions: Type.Array(Type.String(), {
    description: 'Every operation that results, in the order of this API. What is open to anybody needs no permission',
  }),
  keys: Type.Integer({
    minimum: 0,
    description: 'Keys that have the role, without revoked ones: while there are any, it cannot be deleted',
  }),
  created_at: Nullable(Timestamp),
  created_by: Nullable(Type.String({ description: 'Id of the key that made it; null if no key did' })),
})
export type RoleRecord = Static<typeof RoleRecord>

const CreateRoleRequest = NamedClosed('CreateRoleRequest', {
  name: RoleName,
  description: Type.Optional(description),
  based_on: Type.Optional(based_on),
  allow: Type.Optional(allow),
  deny: Type.Optional(deny),
})
export type CreateRoleRequest = Static<typeof CreateRoleRequest>

const UpdateRoleRequest = NamedClosed(
  'UpdateRoleRequest',
  {
    description: Type.Optional(description),
    based_on: Type.Optional(based_on),
    allow: Type.Optional(allow),
    deny: Type.Optional(deny),
  },
  { minProperties: 1 },
)
export type UpdateRoleRequest = Static<typeof UpdateRoleRequest>

const ByName = Closed({ name: RoleName })
const changeErrors = ['role_not_found', 'role_not_changeable', ...storageErrors] as const

export const roles = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/roles',
    access: 'admin',
    summary: 'All roles: the three built-in ones, then the others by name',
    query: NoQuery,
    status: 200,
    response: Named('RoleList', { roles: Type.Array(RoleRecord) }),
    errors: storageErrors,
  },
  create: {
    method: 'POST',
    path: '/api/roles',
    access: 'admin',
    summary: 'Make a role; nobody can give permissions that they do not have',
    query: NoQuery,
    body: CreateRoleRequest,
    status: 201,
    response: RoleRecord,
    errors: ['role_exists', 'too_many_roles', 'permission_not_held', ...storageErrors],
  },
  update: {
    method: 'PATCH',
    path: '/api/roles/:name',
    access: 'admin',
    summary: 'Change what a role may do; it holds for every key that has it, at once',
    params: ByName,
    query: NoQuery,
    body: UpdateRoleRequest,
    status: 200,
    response: RoleRecord,
    errors: ['permission_not_held', 'last_admin', ...changeErrors],
  },
  delete: {
    method: 'DELETE',
    path: '/api/roles/:name',
    access: 'admin',
    summary: 'Delete a role that no key has',
    params: ByName,
    query: NoQuery,
    status: 200,
    response: Done,
    errors: ['role_in_use', 'permission_not_held', ...changeErrors],
  },
})
