import { type Static, Type } from '@sinclair/typebox'
import { Closed, Done, Named, NoQuery, Nullable, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { storageErrors } from './errors.ts'

/** A browser that is signed in. Its cookie cannot be read from it. */
export const BrowserSession = Named('BrowserSession', {
  id: Type.String({ description: 'Random, and not that of the cookie' }),
  key_id: Type.String({ description: 'Id of the key that it signed in with' }),
  browser: Nullable(
    Type.String({ description: 'As the browser calls itself, "Firefox 145 on Windows"; null if it does not tell' }),
  ),
  address: Nullable(Type.String({ description: 'Address of its last request; null if unknown' })),
  created_at: Timestamp,
  last_seen_at: { ...Timestamp, description: 'To the minute' },
  expires_at: { ...Timestamp, description: 'When it ends by itself, if it is not used until then' },
  is_current: Type.Boolean({ description: 'Whether the request came by it' }),
})
export type BrowserSession = Static<typeof BrowserSession>

export const sessions = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/sessions',
    access: 'viewer',
    summary: 'The browsers that are signed in with the key of the caller, for an admin with any key; last seen first',
    query: NoQuery,
    status: 200,
    response: Named('BrowserSessionList', { sessions: Type.Array(BrowserSession) }),
    errors: storageErrors,
  },
  end: {
    method: 'DELETE',
    path: '/api/sessions/:id',
    access: 'viewer',
    summary: 'Sign a browser out: its event streams and requests under way end at once',
    params: Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) }),
    query: NoQuery,
    status: 200,
    response: Done,
    errors: ['sign_in_not_found', ...storageErrors],
  },
})
