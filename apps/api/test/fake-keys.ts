import type { ApiKey, FreshKey } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import { at } from './fake-time.ts'
import type { Note } from './noted-calls.ts'

const keyOf = (id: string): ApiKey => ({
  id,
  name: 'Laptop',
  role: 'operator',
  grant: null,
  source: 'stored',
  prefix: 'od_abcdefghij',
  created_at: at,
  created_by: null,
  expires_at: null,
  last_used_at: null,
  last_used_from: null,
  replaced_until: null,
  revoked_at: null,
})

const freshKeyOf = (id: string): FreshKey => ({ ...keyOf(id), key: 'od_abcdefghij_…' })

export const fakeKeys = (note: Note): Partial<Core['keys']> => ({
  list: async () => note([], 'keys'),
  names: async () => note({}, 'keyNames'),
  create: async (_, key) => note(freshKeyOf('key:new'), 'createKey', key),
  update: async (_, { id, ...change }) => note({ ...keyOf(id), ...change }, 'updateKey', id, change),
  rotate: async (_, { id }) => note(freshKeyOf(id), 'rotateKey', id),
  revoke: async (_, { id }) => note('Laptop', 'revokeKey', id),
})
