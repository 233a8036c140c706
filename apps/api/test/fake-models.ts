import type { Model, ModelActionResult } from '@ollama-dashboard/contracts'
import { type Core, DashboardError } from '@ollama-dashboard/core'
import { at } from './fake-time.ts'
import type { Note } from './noted-calls.ts'

const model: Model = {
  name: 'llama3.2:3b',
  instance: 'default',
  digest: 'a80c4f17acd5',
  modified_at: at,
  details: {
    format: 'gguf',
    family: 'llama',
    families: ['llama'],
    parent_model: null,
    parameter_size: '3.2B',
    quantization_level: 'Q4_K_M',
  },
  capabilities: ['completion', 'tools'],
  has_vision: false,
  has_tools: true,
  has_reasoning: false,
  think_values: [],
  context_length: 131_072,
  remote: false,
  size: 2_019_393_189,
  formatted_size: '2.0 GB',
}

const done = (name: string, state: ModelActionResult['state']): ModelActionResult => ({
  success: true,
  message: `"${name}" is ${state}.`,
  model: name,
  state,
  changed: true,
  duration_seconds: 1,
  attempts: 1,
})

const nothingPlanned = { bytes: 0, usable_bytes: null, fit: 0, unloads: [] }
const success = { success: true, message: 'Done.' } as const

const infoOf = (name: string) => ({
  model: { ...model, name },
  parameters: null,
  template: null,
  system: null,
  license: null,
  modelfile: null,
  model_info: {},
  memory: {
    weights_bytes: null,
    kv_cache_bytes_per_token: null,
    kv_cache_type: 'f16' as const,
    num_parallel: 1,
    estimate: [],
  },
})

/** What the fake core says of models; what it is asked is noted. */
export function fakeModels(note: Note): Partial<Core['models']> {
  const running = { models: [], fetched_at: at, stale: false }
  const available = {
    models: [{ ...model, is_running: false, has_custom_settings: false }],
    fetched_at: at,
    stale: false,
  }
  return {
    running: async (_, { instance, refresh } = {}) => note(running, 'running', instance, refresh),
    available: async (_, { instance, refresh } = {}) => {
      if (instance === 'nowhere') throw new DashboardError('instance_not_found', 'Ollama server "nowhere" not found.')
      return note(available, 'available', instance, refresh)
    },
    start: async (_, { model: name, request }) => note(done(name, 'loaded'), 'start', name, request),
    stop: async (_, { model: name }) => note(done(name, 'unloaded'), 'stop', name),
    restart: async (_, { model: name, request }) => note(done(name, 'loaded'), 'restart', name, request),
    info: async (_, { model: name }) => note(infoOf(name), 'info', name),
    status: async (_, { model: name }) => ({ model: name, status: 'available', ready: false, message: 'Installed.' }),
    activity: async () => note({ instance: 'default', models: [] }, 'activity'),
    plan: async (_, { models: names }) => note({ models: [], in_sequence: nothingPlanned }, 'plan', names),
    room: async () => note({ model: null, context: null }, 'room'),
    delete: async (_, { model: name }) =>
      note({ ...success, model: name, freed_bytes: 0, settings_removed: false }, 'delete', name),
    deletePreview: async (_, { model: name }) => ({
      model: name,
      size: 1,
      freed_bytes: 0,
      shared_with: [],
      is_running: false,
      saved_settings: null,
    }),
    copy: async (_, { source, destination }) => note({ ...success, source, destination }, 'copy', source, destination),
    bulkStart: async (_, { models: names }) => note({ results: [], started: 0, failed: 0 }, 'bulkStart', names),
    bulkStop: async (_, { models: names }) => note({ results: [], succeeded: 0, failed: 0 }, 'bulkStop', names),
    bulkDelete: async (_, { models: names }) => note({ results: [], succeeded: 0, failed: 0 }, 'bulkDelete', names),
  }
}
