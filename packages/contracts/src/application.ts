import { type Static, Type } from '@sinclair/typebox'
import { Done, Named, NamedClosed, NoQuery, Nullable, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { Health } from './observability.ts'

const Restarted = Named('Restarted', {
  success: Type.Literal(true),
  message: Type.String(),
  health: Health,
})

const KnownList = Named('KnownList', {
  name: Type.String({ description: '`running`, `available` or `version`, as health names them' }),
  entries: Nullable(Type.Integer({ minimum: 0, description: 'null: it was never read' })),
  fetched_at: Nullable(Timestamp),
  age_seconds: Nullable(Type.Number({ minimum: 0 })),
  failures: Type.Integer({ minimum: 0, description: 'Attempts that failed since' }),
  hits: Type.Integer({ minimum: 0, description: 'Reads that were answered by what was known' }),
  misses: Type.Integer({ minimum: 0, description: 'Reads that had to ask' }),
})
export type KnownList = Static<typeof KnownList>

const KnownCache = Named('KnownCache', { name: Type.String(), entries: Type.Integer({ minimum: 0 }) })

/** What the dashboard remembers, in numbers: for whoever looks for the reason of an answer that is wrong or old. */
export const Remembered = Named('Remembered', {
  instances: Type.Array(
    Type.Object({ instance: Type.String(), lists: Type.Array(KnownList), caches: Type.Array(KnownCache) }),
  ),
  host: Type.Object({ lists: Type.Array(KnownList) }),
  caches: Type.Array(KnownCache, { description: 'Of no server alone' }),
  at: Timestamp,
})
export type Remembered = Static<typeof Remembered>

export const application = defineEndpoints({
  reload: {
    method: 'POST',
    path: '/api/reload_app',
    access: 'admin',
    ofEverything: true,
    summary: 'Restart the dashboard in place with its configuration read again; replies have 8 seconds to finish',
    query: NoQuery,
    status: 202,
    response: Done,
    errors: ['configuration_invalid'],
  },
  restart: {
    method: 'POST',
    path: '/api/full/restart',
    access: 'admin',
    ofEverything: true,
    summary:
      'Forget what is known of Ollama and this host, read it and the file of settings again, and tell the health',
    query: NoQuery,
    status: 200,
    response: Restarted,
  },
  kill: {
    method: 'POST',
    path: '/api/force_kill',
    access: 'admin',
    ofEverything: true,
    summary: 'End the process at once with exit code 70; nothing is waited for',
    query: NoQuery,
    body: NamedClosed('ForceKill', { confirm: Type.Literal(true) }),
    needsBody: true,
    status: 202,
    response: Done,
  },
  remembered: {
    method: 'GET',
    path: '/api/test-models-debug',
    access: 'admin',
    ofEverything: true,
    summary: 'Count what is remembered: every list and cache, and how old it is',
    query: NoQuery,
    status: 200,
    response: Remembered,
  },
})
