import type { ModelPerformance, SavePresetRequest } from '@ollama-dashboard/contracts'
import type { Core } from '@ollama-dashboard/core'
import { at } from './fake-time.ts'
import type { Note } from './noted-calls.ts'

const model = 'llama3.2:3b'

const chunk = { created_at: at, message: { role: 'assistant', content: 'Hello' }, done: true, done_reason: 'stop' }

const summaryOf = (id: string) => ({
  id,
  title: 'A chat',
  model,
  created_at: at,
  updated_at: at,
  pinned: false,
})

const performanceOf = (name: string): ModelPerformance => ({
  model: name,
  requests: 0,
  errors: 0,
  tokens_per_second: { p50: null, p95: null },
  time_to_first_token_ms: { p50: null, p95: null },
  load_seconds: { p50: null },
  last_used_at: null,
  last_used_by: null,
  history: [],
})

const presetOf = (id: string, preset: SavePresetRequest) => ({ id, ...preset, updated_at: at, updated_by: null })

export const fakeChat = (note: Note): Partial<Core['chat']> => ({
  async *send(_, { request }) {
    yield note({ ...chunk, model: request.model }, 'chat', request)
  },
  begin: async (_, { request: { session_id = '' } }) => note({ session_id, reply_id: 'r1' }, 'beginReply', session_id),
  async *follow(_, { id }) {
    yield note({ event: 'begun', data: { id: 'r1', model, started_at: at } }, 'followReply', id)
  },
  stop: async (_, { id }) => note(undefined, 'stopReply', id),
  allWritten: async () => {},
  suggestTitle: async (_, { id }) => note('A title', 'suggestTitle', id),
  performance: async (_, { model: name }) => note(performanceOf(name), 'performance', name),
  allPerformance: async (_, { range }) => note({ range, models: [], history: [] }, 'allPerformance', range),
  probe: async (_, { model: name }) => note({ tokens_per_second: null, time_to_first_token_ms: null }, 'probe', name),
})

export const fakeConversations = (note: Note): Partial<Core['conversations']> => ({
  page: async (_, query) => note({ sessions: [], next: null }, 'conversations', query),
  find: async (_, { id }) =>
    note({ ...summaryOf(id), messages: [], is_replying: false, reply: null }, 'conversation', id),
  save: async (_, conversation) => note(conversation.id ?? 'new', 'saveConversation', conversation),
  update: async (_, { id, ...change }) =>
    note({ ...summaryOf(id), message_count: 0, ...change }, 'updateConversation', id, change),
  remove: async (_, { id }) => note(undefined, 'removeConversation', id),
  removeAll: async () => note(0, 'removeAll'),
  importAll: async (_, { entries }) => note({ imported: 0, skipped: 0 }, 'importAll', entries),
})

export const fakePresets = (note: Note): Partial<Core['presets']> => ({
  list: async () => note([], 'presets'),
  create: async (_, preset) => note(presetOf('new', preset), 'createPreset', preset),
  replace: async (_, { id, ...preset }) => note(presetOf(id, preset), 'replacePreset', id, preset),
  remove: async (_, { id }) => note('A preset', 'removePreset', id),
})
