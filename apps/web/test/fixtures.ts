import type {
  ApiKey,
  AvailableModel,
  CatalogueModel,
  ModelActivity,
  PullJob,
  Role,
  RunningModel,
  Session,
} from '@ollama-dashboard/contracts'
import { leastRole, operations } from '../src/lib/access/operations.ts'

export const availableModel = (name: string, differing: Partial<AvailableModel> = {}): AvailableModel => ({
  name,
  instance: 'default',
  digest: '0'.repeat(64),
  modified_at: '2026-01-02T03:04:05Z',
  details: {
    format: 'gguf',
    family: 'llama',
    families: ['llama'],
    parent_model: null,
    parameter_size: '8.0B',
    quantization_level: 'Q4_K_M',
  },
  capabilities: ['completion'],
  has_vision: false,
  has_tools: false,
  has_reasoning: false,
  think_values: [],
  context_length: 131_072,
  remote: false,
  size: 4_900_000_000,
  formatted_size: '4.9 GB',
  is_running: false,
  has_custom_settings: false,
  ...differing,
})

export const runningModel = (name: string, differing: Partial<RunningModel> = {}): RunningModel => {
  const { is_running: _, has_custom_settings: __, ...model } = availableModel(name)
  return {
    ...model,
    size_vram: 4_900_000_000,
    size_ram: 0,
    gpu_percent: 100,
    allocated_context: 16_384,
    expires_at: '2026-01-02T04:04:05Z',
    expires_in_seconds: 252,
    pinned: false,
    state: 'loaded',
    ...differing,
  }
}

/** Of an idle model of which no use is known. */
export const modelActivity = (model: string, differing: Partial<ModelActivity> = {}): ModelActivity => ({
  model,
  requests: 0,
  tokens_per_second: null,
  context_used: null,
  last_used_at: null,
  ...differing,
})

/** A pull under way. */
export const job = (differing: Partial<PullJob> = {}): PullJob => ({
  id: 'a',
  kind: 'pull',
  title: 'pull of "gpt-oss:20b"',
  model: 'gpt-oss:20b',
  instance: 'default',
  state: 'running',
  progress: {
    status: 'pulling e7b273f96360',
    digest: 'sha256:e7b2',
    layer_total: 13_800_000_000,
    layer_completed: 5_900_000_000,
    total: 13_800_000_000,
    completed: 5_900_000_000,
    percent: 42.75,
    bytes_per_second: 48_200_000,
    eta_seconds: 163,
  },
  error: null,
  attempts: 1,
  created_by: null,
  created_at: '2026-01-02T03:04:05Z',
  started_at: '2026-01-02T03:04:05Z',
  finished_at: null,
  ...differing,
})

export const catalogueModel = (name: string, differing: Partial<CatalogueModel> = {}): CatalogueModel => ({
  name,
  description: 'A model',
  parameter_size: '8B',
  size: 4_900_000_000,
  capabilities: [],
  context_length: 131_072,
  installed: false,
  fits: 'yes',
  best: true,
  ...differing,
})

/** A key that was made at run time and works. */
export const apiKey = (id: string, name: string, more: Partial<ApiKey> = {}): ApiKey => ({
  id: `key:${id}`,
  name,
  role: 'operator',
  grant: null,
  source: 'stored',
  prefix: `od_${id}`,
  created_at: '2026-01-01T00:00:00Z',
  created_by: 'env:admin',
  expires_at: null,
  last_used_at: null,
  last_used_from: null,
  replaced_until: null,
  revoked_at: null,
  ...more,
})

const order: readonly Role[] = ['viewer', 'operator', 'admin']

/** Who is signed in with a key that has a built-in role. */
export const sessionOf = (role: Role, more: Partial<Session> = {}): Session => ({
  role,
  key_id: 'k',
  permissions: operations.filter((operation) => order.indexOf(leastRole(operation)) <= order.indexOf(role)),
  grant: null,
  via: 'key',
  ...more,
})

/** No lock on what can be done with models. */
export const noLocks = { start: null, stop: null, restart: null, pin: null, unpin: null }
