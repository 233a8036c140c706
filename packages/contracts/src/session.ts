import { type Static, Type } from '@sinclair/typebox'
import { Done, Named, NoQuery, Nullable } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { storageErrors } from './errors.ts'
import { Grant } from './grant.ts'
import { RoleName } from './roles.ts'
import { StringEnum } from './string-enum.ts'

/**
 * Who the caller is. `none`: no key was sent; the role then is admin on an open loopback server, and null elsewhere.
 * `cookie`: a browser that signed in with a key.
 */
export const Session = Named('Session', {
  role: Nullable(RoleName),
  key_id: Nullable(Type.String()),
  permissions: Type.Array(Type.String(), {
    description: 'Every operation that the caller may ask for, beside those that are open to anybody',
  }),
  grant: Nullable(Grant, { description: 'What narrows the role; null if nothing does' }),
  via: StringEnum(['none', 'key', 'cookie']),
})
export type Session = Static<typeof Session>

export const session = defineEndpoints({
  get: {
    method: 'GET',
    path: '/api/session',
    access: 'open',
    summary: 'Get the role of the caller',
    query: NoQuery,
    status: 200,
    response: Session,
  },
  create: {
    method: 'POST',
    path: '/api/session',
    access: 'viewer',
    audit: 'noted',
    summary: 'Sign a browser in: sets a session cookie for the key that is sent',
    query: NoQuery,
    status: 200,
    response: Session,
    errors: storageErrors,
  },
  delete: {
    method: 'DELETE',
    path: '/api/session',
    access: 'open',
    audit: 'reported',
    summary: 'Sign out: ends the session of the cookie that is sent',
    query: NoQuery,
    status: 200,
    response: Done,
  },
})
