import { type Static, Type } from '@sinclair/typebox'
import { Characters } from './characters.ts'
import { Closed, Done, Named, NamedClosed, NoQuery, Nullable, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { storageErrors } from './errors.ts'
import { Grant } from './grant.ts'
import { limits } from './limits.ts'
import { RoleName } from './roles.ts'
import { StringEnum } from './string-enum.ts'

/** A key that the API accepts or accepted. The key itself cannot be read from it. */
export const ApiKey = Named('ApiKey', {
  id: Type.String({
    description: 'Stable for ever, whatever the key is called: `key:…`, `env:admin`, `generated:admin`',
  }),
  name: Type.String(),
  role: RoleName,
  grant: Nullable(Grant, { description: 'What narrows the role; null if nothing does' }),
  source: StringEnum(['environment', 'generated', 'stored'], {
    title: 'KeySource',
    description: 'Only stored keys can be changed: the others are set before the start',
  }),
  prefix: Nullable(Type.String({ description: 'How the key begins, by which people recognise it; null if unknown' })),
  created_at: Nullable(Timestamp),
  created_by: Nullable(Type.String({ description: 'Id of the key that made it; null if no key did' })),
  expires_at: Nullable(Timestamp),
  last_used_at: Nullable({ ...Timestamp, description: 'To the minute; null if it was never used' }),
  last_used_from: Nullable(Type.String({ description: 'Address of the caller who used it last' })),
  replaced_until: Nullable({
    ...Timestamp,
    description: 'Until then the key works that a rotation replaced; null if none does',
  }),
  revoked_at: Nullable(Timestamp),
})
export type ApiKey = Static<typeof ApiKey>

/** A key that was made just now. */
export const FreshKey = Named('FreshKey', {
  ...ApiKey.properties,
  key: Type.String({ description: 'The key itself. It cannot be read again' }),
})
export type FreshKey = Static<typeof FreshKey>

const name = Characters({
  minLength: 1,
  maxLength: limits.keyNameLength,
  description: 'One line. No other key that was not revoked has it, in any case of letters',
})
const expires_at = Nullable({ ...Timestamp, description: 'A time to come; null: never' })

const grant = Nullable(Grant, { description: 'What narrows the role; null: nothing' })

const CreateKeyRequest = NamedClosed('CreateKeyRequest', {
  name,
  role: RoleName,
  grant: Type.Optional(grant),
  expires_at: Type.Optional(expires_at),
})
export type CreateKeyRequest = Static<typeof CreateKeyRequest>

const UpdateKeyRequest = NamedClosed(
  'UpdateKeyRequest',
  {
    name: Type.Optional(name),
    role: Type.Optional(RoleName),
    grant: Type.Optional(grant),
    expires_at: Type.Optional(expires_at),
  },
  { minProperties: 1 },
)
export type UpdateKeyRequest = Static<typeof UpdateKeyRequest>

const RotateKeyRequest = NamedClosed('RotateKeyRequest', {
  grace_seconds: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: limits.keyGraceSeconds,
      description: 'For so long the key that is replaced works as well. Default: 0',
    }),
  ),
})
export type RotateKeyRequest = Static<typeof RotateKeyRequest>

const ById = Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) })
const changeErrors = ['key_not_found', 'key_not_changeable', 'key_revoked', ...storageErrors] as const

export const keys = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/keys',
    access: 'admin',
    summary: 'All keys by name: those of the environment, and those made at run time, revoked ones included',
    query: NoQuery,
    status: 200,
    response: Named('KeyList', { keys: Type.Array(ApiKey) }),
    errors: storageErrors,
  },
  names: {
    method: 'GET',
    path: '/api/keys/names',
    access: 'viewer',
    summary: 'What the keys are called that records name by their id',
    query: NoQuery,
    status: 200,
    response: Named('KeyNames', { names: Type.Record(Type.String(), Type.String()) }),
    errors: storageErrors,
  },
  create: {
    method: 'POST',
    path: '/api/keys',
    access: 'admin',
    summary: 'Make a key; it is told once',
    query: NoQuery,
    body: CreateKeyRequest,
    status: 201,
    response: FreshKey,
    errors: ['key_exists', 'too_many_keys', 'role_not_found', 'permission_not_held', ...storageErrors],
  },
  update: {
    method: 'PATCH',
    path: '/api/keys/:id',
    access: 'admin',
    summary: 'Change name, role, grant or expiry of a key',
    params: ById,
    query: NoQuery,
    body: UpdateKeyRequest,
    status: 200,
    response: ApiKey,
    errors: ['key_exists', 'last_admin', 'role_not_found', 'permission_not_held', ...changeErrors],
  },
  rotate: {
    method: 'POST',
    path: '/api/keys/:id/rotate',
    access: 'admin',
    summary: 'Replace a key by a new one that is told once; what belongs to it stays with it',
    params: ById,
    query: NoQuery,
    body: RotateKeyRequest,
    status: 200,
    response: FreshKey,
    errors: ['permission_not_held', ...changeErrors],
  },
  revoke: {
    method: 'DELETE',
    path: '/api/keys/:id',
    access: 'admin',
    summary: 'Revoke a key: its event streams, replies and sessions end at once',
    params: ById,
    query: NoQuery,
    status: 200,
    response: Done,
    errors: ['last_admin', 'permission_not_held', ...changeErrors],
  },
})
