import type { RoleRecord } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import { at } from './fake-time.ts'
import type { Note } from './noted-calls.ts'

const roleOf = (name: string): RoleRecord => ({
  name,
  description: '',
  built_in: false,
  based_on: 'viewer',
  allow: ['models.start'],
  deny: [],
  permissions: ['models.running', 'models.start'],
  keys: 0,
  created_at: at,
  created_by: null,
})

export const fakeRoles = (note: Note): Partial<Core['roles']> => ({
  list: async () => note([], 'roles'),
  create: async (_, role) => note({ ...roleOf(role.name), ...role }, 'createRole', role),
  update: async (_, { name, ...change }) => note({ ...roleOf(name), ...change }, 'updateRole', name, change),
  remove: async (_, { name }) => note(undefined, 'deleteRole', name),
})
