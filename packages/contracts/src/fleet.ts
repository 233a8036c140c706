import { type Static, Type } from '@sinclair/typebox'
import { InstanceName, Named, NoQuery, Nullable, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'

/** An Ollama server this dashboard watches. */
export const Instance = Named('Instance', {
  name: InstanceName,
  is_default: Type.Boolean(),
  url: Type.String({ description: 'Without credentials' }),
  local: Type.Boolean(),
  reachable: Nullable(Type.Boolean({ description: 'null before the first check' })),
  version: Nullable(Type.String()),
  /** When it last answered, and what it said when it did not. */
  last_answer_at: Nullable(Timestamp),
  problem: Nullable(Type.String({ description: 'Why it is unreachable' })),
  demo: Nullable(
    Named(
      'Demo',
      { tried: Type.String(), reason: Type.String() },
      { description: 'Set in demo mode: the address that was tried, and why it failed' },
    ),
  ),
})
export type Instance = Static<typeof Instance>

export const fleet = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/instances',
    access: 'viewer',
    summary: 'List the Ollama servers',
    query: NoQuery,
    status: 200,
    response: Named('Instances', { instances: Type.Array(Instance) }),
  },
})
