import { hash } from 'node:crypto'
import type { SystemStats } from '@ollama-dashboard/contracts'
import { type Core, createCredentials, JsonBytes, systemClock } from '@ollama-dashboard/core'
import { fakeAlerts } from './fake-alerts.ts'
import { fakeAudit } from './fake-audit.ts'
import { fakeChat, fakeConversations, fakePresets } from './fake-chats.ts'
import { fakeJobs } from './fake-jobs.ts'
import { fakeKeys } from './fake-keys.ts'
import { fakeModels } from './fake-models.ts'
import { fakeRoles } from './fake-roles.ts'
import { fakeService } from './fake-service.ts'
import { fakeSettings } from './fake-settings.ts'
import { at } from './fake-time.ts'
import { noteCalls } from './noted-calls.ts'
import { keyOf, testKeys } from './test-keys.ts'

/** Of the one session there is: an operator's. */
export const sessionToken = 's'.repeat(43)

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

/** A core that answers everything at once and keeps what it was asked: for tests of the HTTP layer alone. */
export function fakeCore(models: Partial<Core['models']> = {}) {
  const { asked, note } = noteCalls()
  const core = answering({
    models: { ...fakeModels(note), ...models },
    residency: { read: async () => ({ from: at, to: at, spans: [] }) },
    settings: fakeSettings(note),
    chat: fakeChat(note),
    conversations: fakeConversations(note),
    presets: fakePresets(note),
    keys: fakeKeys(note),
    roles: fakeRoles(note),
    credentials: createCredentials({ accepted: testKeys, clock: systemClock }),
    keyUses: { note: () => {} },
    sessions: {
      begin: async (_, { keyHash }) => note(sessionToken, 'beginSession', keyHash),
      find: async (token) =>
        token === sessionToken ? { id: 'own', keyHash: hash('sha256', keyOf('operator')), hold: () => () => {} } : null,
      list: async () => note([], 'sessions'),
      endListed: async (_, { id }) => note(undefined, 'endListedSession', id),
      end: async (token) => note(undefined, 'endSession', token),
    },
    catalogue: {
      list: async (_, { instance, ...query } = {}) =>
        note({ models: [], as_of: '2026-01-01' }, 'catalogue', query, instance),
    },
    jobs: fakeJobs(note),
    alertDelivery: {
      deliveries: async () => note({ channels: [], deliveries: [], max_attempts: 5 }, 'deliveries'),
      test: async (_, input) => note([], 'testChannel', input.channel),
    },
    alerts: fakeAlerts(note),
    alertSignals: { note: () => {} },
    audit: fakeAudit(note),
    timeline: { list: async (_, query) => note({ entries: [], next: null }, 'timeline', query) },
    operations: {
      statistics: async (_, { range, instance }) =>
        note({ range, operations: [], anomalies: [] }, 'operations', range, instance),
    },
    system: {
      stats: async () => stats,
      history: async (_, { range = '15m' }) =>
        new JsonBytes(JSON.stringify({ range, from: at, to: at, step_seconds: 2, points: [], gpus: [] })),
      memoryUsage: async () => ({ system_ram: stats.memory, system_vram: null, models: [], unaccounted_vram: null }),
      versions: () => ({ operating_system: 'Linux 6.12.9 (x64)', gpu_driver: null }),
    },
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
    doctor: {
      check: async (_, { instance = 'default' }) =>
        note({ instance, checked_at: at, findings: [] }, 'doctor', instance),
    },
    service: fakeService(note),
    events: {
      recent: (_, { limit }) => note([], 'recent', limit),
      async *subscribe(_, { after } = {}) {
        yield { event: 'snapshot', id: 'fake-1', data: note({ models: [], jobs: [], alerts: [] }, 'subscribe', after) }
      },
    },
    application: {
      restart: async () => {
        const health = { status: 'healthy', components: [], uptime_seconds: 1, version: '1.0.0' } as const
        return note({ health: { ...health, components: [] }, isComplete: true }, 'restart')
      },
      remembered: () => ({ instances: [], host: { lists: [] }, caches: [], at }),
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
