import { hash } from 'node:crypto'
import type {
  Model,
  ModelActionResult,
  ModelPerformance,
  PullJob,
  SettingsEntry,
  SystemStats,
} from '@ollama-dashboard/contracts'
import { type Core, DashboardError } from '@ollama-dashboard/core'

/** Of the one session there is: an operator's. */
export const sessionToken = 's'.repeat(43)

const at = '2026-01-02T03:04:05.000Z'

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

const stats: SystemStats = {
  cpu: { percent: 12, cores: 8, load_average: [1, 1, 1] },
  cpu_percent: 12,
  memory: { total: 4, used: 1, available: 3, percent: 25 },
  vram: null,
  unified_memory: null,
  gpus: [],
  gpus_known: true,
  disk: null,
  uptime_seconds: 60,
  sampled_at: at,
  host: 'test',
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

/** A core that answers everything at once and keeps what it was asked: for tests of the HTTP layer alone. */
export function fakeCore(models: Partial<Core['models']> = {}) {
  const asked: unknown[][] = []
  const note = <T>(answer: T, ...call: unknown[]): T => {
    asked.push(call)
    return answer
  }
  const running = { models: [], fetched_at: at, stale: false }
  const available = {
    models: [{ ...model, is_running: false, has_custom_settings: false }],
    fetched_at: at,
    stale: false,
  }

  const core = answering({
    models: {
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
      }),
      copy: async (_, { source, destination }) =>
        note({ ...success, source, destination }, 'copy', source, destination),
      bulkStart: async (_, { models: names }) => note({ results: [], started: 0, failed: 0 }, 'bulkStart', names),
      ...models,
    },
    settings: {
      list: async () => note([], 'settings'),
      find: async (_, { model: name }) => note({ entry: entryOf(name), version: 'v1' }, 'find', name),
      save: async (_, { model: name, patch, ifMatch }) => {
        if (ifMatch?.('v1') === false) throw new DashboardError('precondition_failed', 'Changed in the meantime.')
        return note({ entry: { ...entryOf(name), source: 'user' }, version: 'v2' }, 'save', name, patch)
      },
      remove: async (_, { model: name }) => note(name, 'remove', name),
      reset: async (_, { model: name }) => note({ entry: entryOf(name), version: 'v2' }, 'reset', name),
      copy: async (_, { from, to }) => note([], 'copy', from, to),
      effective: async (_, { model: name }) =>
        note({ model: name, options: [], needs_restart: null }, 'effective', name),
      recommended: async (_, { model: name }) => note({ model: name, settings: {}, reasons: [] }, 'recommended', name),
      allRecommended: async () => note({ recommendations: [], errors: [] }, 'allRecommended'),
      applyAllRecommended: async (_, { instance: __, ...options } = {}) =>
        note({ applied: 0, skipped: 0, errors: [], changes: [] }, 'applyAll', options),
      file: async () => note({}, 'file'),
      importFile: async (_, { file }) => note({ imported: 0, skipped: 0, models: [], errors: [] }, 'import', file),
      migrate: async (_, { file } = {}) => note({ imported: 0, skipped: 0, models: [], errors: [] }, 'migrate', file),
    },
    chat: {
      async *send(_, { request }) {
        yield note({ ...chunk, model: request.model }, 'chat', request)
      },
      begin: async (_, { request: { session_id = '' } }) =>
        note({ session_id, reply_id: 'r1' }, 'beginReply', session_id),
      async *follow(_, { id }) {
        yield note({ event: 'begun', data: { id: 'r1', model: 'llama3.2:3b', started_at: at } }, 'followReply', id)
      },
      stop: async (_, { id }) => note(undefined, 'stopReply', id),
      performance: async (_, { model: name }) => note(performanceOf(name), 'performance', name),
      allPerformance: async (_, { range }) => note({ range, models: [], history: [] }, 'allPerformance', range),
      probe: async (_, { model: name }) => note(undefined, 'probe', name),
    },
    conversations: {
      page: async (_, query) => note({ sessions: [], next: null }, 'conversations', query),
      find: async (_, { id }) =>
        note({ ...summaryOf(id), messages: [], is_replying: false, reply: null }, 'conversation', id),
      save: async (_, conversation) => note(conversation.id ?? 'new', 'saveConversation', conversation),
      update: async (_, { id, ...change }) =>
        note({ ...summaryOf(id), message_count: 0, ...change }, 'updateConversation', id, change),
      remove: async (_, { id }) => note(undefined, 'removeConversation', id),
      removeAll: async () => note(0, 'removeAll'),
      importAll: async (_, { entries }) => note({ imported: 0, skipped: 0 }, 'importAll', entries),
    },
    sessions: {
      begin: async (_, { keyHash }) => note(sessionToken, 'beginSession', keyHash),
      find: async (token) => (token === sessionToken ? hash('sha256', 'key-of-the-operator') : null),
      end: async (token) => note(undefined, 'endSession', token),
    },
    catalogue: {
      list: async (_, { instance, ...query } = {}) =>
        note({ models: [], as_of: '2026-01-01' }, 'catalogue', query, instance),
    },
    jobs: {
      list: async () => [],
      get: async (_, { id }) => jobOf(id) as never,
      failureOf: () => null,
      pull: async (_, { model: name }) => note(jobOf(name), 'pull', name),
      cancel: async (_, { id }) => note({ job: jobOf(id), changed: true }, 'cancel', id),
      retry: async (_, { id }) => note(jobOf(id), 'retry', id),
      async *follow(_, { id }) {
        yield jobOf(id) as never
      },
      finished: async (_, { id }) => jobOf(id) as never,
      undoApply: async (_, { job }) => note({ restored: 0, kept: [] }, 'undoApply', job),
    },
    system: { stats: async () => stats, history: (_, { range }) => ({ range, step_seconds: 2, points: [] }) },
    instances: {
      list: () => [
        {
          name: 'default',
          is_default: true,
          url: 'http://127.0.0.1:11434',
          local: true,
          reachable: true,
          version: '0.30.0',
          last_answer_at: at,
          problem: null,
          demo: null,
        },
      ],
      version: (_, { instance = 'default' } = {}) => ({ version: '0.30.0', instance }),
    },
    service: {
      status: async () => ({
        running: true,
        status: 'running',
        reachable: true,
        version: '0.30.0',
        url: 'http://127.0.0.1:11434',
        local: true,
        manager: 'none',
        can_control: false,
      }),
    },
    events: {
      recent: (_, { limit }) => note([], 'recent', limit),
      async *subscribe(_, { after } = {}) {
        yield { event: 'snapshot', id: 'fake-1', data: note({ models: [], jobs: [], alerts: [] }, 'subscribe', after) }
      },
    },
    failures: () => [],
    metrics: [],
    isReady: () => true,
    health: () => ({ status: 'healthy', components: [], uptime_seconds: 1, version: '1.0.0' }),
    async [Symbol.asyncDispose]() {},
  })
  return { core, asked }
}

type Given = { readonly [S in keyof Core]?: Partial<Core[S]> }

/** Whatever is not given answers with an empty object: tests of routes need no answer that nobody reads. */
function answering(given: Given): Core {
  const core = new Proxy<object>(given, {
    get: (subjects, subject) => {
      const methods: unknown = Reflect.get(subjects, subject) ?? {}
      if (typeof methods !== 'object' || methods === null) return methods
      return new Proxy(methods, { get: (_, name) => Reflect.get(methods, name) ?? (async () => ({})) })
    },
  })
  // What is missing is made when it is asked for, which the type cannot tell.
  return core as Core
}

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

const chunk = { created_at: at, message: { role: 'assistant', content: 'Hello' }, done: true, done_reason: 'stop' }

const summaryOf = (id: string) => ({
  id,
  title: 'A chat',
  model: model.name,
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
  history: [],
})

const entryOf = (name: string): SettingsEntry => ({
  model: name,
  settings: {},
  source: 'default',
  updated_at: null,
  updated_by: null,
})

const jobOf = (name: string): PullJob => ({
  id: name,
  kind: 'pull',
  title: `pull of "${name}"`,
  model: name,
  instance: 'default',
  state: 'done',
  progress: null,
  error: null,
  attempts: 1,
  created_by: null,
  created_at: at,
  started_at: at,
  finished_at: at,
})
