import type { SettingsEntry } from '@ollama-dashboard/contracts'
import { type Core, DashboardError } from '@ollama-dashboard/core'
import type { Note } from './noted-calls.ts'

const entryOf = (name: string): SettingsEntry => ({
  model: name,
  settings: {},
  source: 'default',
  updated_at: null,
  updated_by: null,
})

export const fakeSettings = (note: Note): Partial<Core['settings']> => ({
  list: async () => note([], 'settings'),
  find: async (_, { model: name }) => note({ entry: entryOf(name), version: 'v1' }, 'find', name),
  save: async (_, { model: name, patch, ifMatch }) => {
    if (ifMatch?.('v1') === false) throw new DashboardError('precondition_failed', 'Changed in the meantime.')
    return note({ entry: { ...entryOf(name), source: 'user' }, version: 'v2' }, 'save', name, patch)
  },
  remove: async (_, { model: name }) => note(name, 'remove', name),
  history: async (_, { model: name }) => note({ changes: [], next: null }, 'history', name),
  reset: async (_, { model: name }) => note({ entry: entryOf(name), version: 'v2' }, 'reset', name),
  copy: async (_, { from, to }) => note([], 'copy', from, to),
  effective: async (_, { model: name }) => note({ model: name, options: [], needs_restart: null }, 'effective', name),
  recommended: async (_, { model: name }) => note({ model: name, settings: {}, reasons: [] }, 'recommended', name),
  allRecommended: async () => note({ recommendations: [], errors: [] }, 'allRecommended'),
  applyAllRecommended: async (_, { instance: __, ...options } = {}) =>
    note({ applied: 0, skipped: 0, errors: [], changes: [] }, 'applyAll', options),
  file: async () => note({}, 'file'),
  importFile: async (_, { file }) => note({ imported: 0, skipped: 0, models: [], errors: [] }, 'import', file),
  migrate: async (_, { file } = {}) => note({ imported: 0, skipped: 0, models: [], errors: [] }, 'migrate', file),
})
