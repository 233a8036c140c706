import { type Static, Type } from '@sinclair/typebox'
import {
  Bytes,
  Closed,
  freshness,
  InstanceName,
  Nullable,
  OnInstance,
  OnInstanceRefreshable,
  Percent,
  Timestamp,
} from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { Problem, readErrors } from './errors.ts'
import { JobResult } from './jobs.ts'
import { ByModel, ModelName } from './model-name.ts'
import { KeepAlive, ModelSettings } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

const ModelDetails = Type.Object({
  format: Nullable(Type.String()),
  family: Nullable(Type.String()),
  families: Type.Array(Type.String()),
  parent_model: Nullable(Type.String()),
  parameter_size: Nullable(Type.String({ description: 'As Ollama prints it: "8.0B"' })),
  quantization_level: Nullable(Type.String()),
})

const identity = {
  name: Type.String({ description: 'Shortest form, tag always shown' }),
  instance: InstanceName,
  digest: Nullable(Type.String()),
  modified_at: Nullable(Timestamp),
  details: ModelDetails,
  capabilities: Type.Array(Type.String(), { description: "Ollama's own words; empty when unknown" }),
  has_vision: Nullable(Type.Boolean()),
  has_tools: Nullable(Type.Boolean()),
  has_reasoning: Nullable(Type.Boolean()),
  context_length: Nullable(Type.Integer({ description: 'The context the model was trained for, in tokens' })),
  remote: Type.Boolean({ description: 'Runs on ollama.com, not here' }),
}

/** A model as a list shows it. A value that is not known is null. */
export const Model = Type.Object({
  ...identity,
  size: Nullable(Bytes),
  formatted_size: Nullable(Type.String({ description: 'Decimal, as `ollama list` prints it: "4.0 GB"' })),
})
export type Model = Static<typeof Model>

export const AvailableModel = Type.Object({
  ...Model.properties,
  is_running: Type.Boolean(),
  has_custom_settings: Type.Boolean(),
})
export type AvailableModel = Static<typeof AvailableModel>

export const modelStates = ['loading', 'loaded', 'unloading'] as const

/** A model in memory, on its way in, or on its way out. `size` is what it takes in memory; while it loads, sizes and expiry are null. */
export const RunningModel = Type.Object({
  ...Model.properties,
  size_vram: Nullable(Bytes),
  size_ram: Nullable(Bytes),
  gpu_percent: Nullable(Percent),
  allocated_context: Nullable(Type.Integer({ description: 'tokens' })),
  expires_at: Nullable(Timestamp),
  pinned: Type.Boolean({ description: 'Kept loaded for ever' }),
  expires_in_seconds: Nullable(Type.Number({ description: 'As of fetched_at; negative while a request outlasts it' })),
  state: StringEnum(modelStates),
})
export type RunningModel = Static<typeof RunningModel>

export const RunningModels = Type.Object({ models: Type.Array(RunningModel), ...freshness })
export type RunningModels = Static<typeof RunningModels>

export const AvailableModels = Type.Object({ models: Type.Array(AvailableModel), ...freshness })
export type AvailableModels = Static<typeof AvailableModels>

export const Fits = StringEnum(['yes', 'partly', 'no'], { description: "Whether it fits this host's memory" })

export const kvCacheTypes = ['f16', 'q8_0', 'q4_0'] as const
export type KvCacheType = (typeof kvCacheTypes)[number]

/** What a model costs in memory: estimated from architecture values of /api/show, corrected by what was measured here. */
export const MemoryEstimate = Type.Object({
  weights_bytes: Nullable(Bytes),
  kv_cache_bytes_per_token: Nullable(Type.Number()),
  kv_cache_type: StringEnum(kvCacheTypes, { description: 'As OLLAMA_KV_CACHE_TYPE of the dashboard says' }),
  num_parallel: Type.Integer({ description: 'Prompts at once, each with a cache of its own: OLLAMA_NUM_PARALLEL' }),
  estimate: Type.Array(
    Type.Object({
      context: Type.Integer(),
      bytes: Bytes,
      fits: Nullable(Fits),
      observed: Type.Boolean({ description: 'Measured here, not estimated' }),
    }),
  ),
})
export type MemoryEstimate = Static<typeof MemoryEstimate>

export const ModelInfo = Type.Object({
  model: Model,
  parameters: Nullable(Type.String()),
  template: Nullable(Type.String()),
  system: Nullable(Type.String()),
  license: Nullable(Type.String()),
  modelfile: Nullable(Type.String()),
  model_info: Type.Record(Type.String(), Type.Unknown(), {
    description: 'GGUF keys and values; arrays are left out',
  }),
  memory: MemoryEstimate,
})
export type ModelInfo = Static<typeof ModelInfo>

export const ModelStatus = Type.Object({
  model: Type.String(),
  status: StringEnum(['running', 'loading', 'available', 'not_found']),
  ready: Type.Boolean(),
  message: Type.String(),
})
export type ModelStatus = Static<typeof ModelStatus>

export const StartRequest = Closed({
  keep_alive: Type.Optional(KeepAlive),
  settings: Type.Optional(ModelSettings),
  pull: Type.Optional(Type.Boolean({ description: 'Pull the model first when it is not installed' })),
})
export type StartRequest = Static<typeof StartRequest>

/** `changed` is false where the goal already held. */
export const ModelActionResult = Type.Object({
  success: Type.Literal(true),
  message: Type.String(),
  model: Type.String(),
  state: StringEnum(['loaded', 'unloaded']),
  changed: Type.Boolean(),
  duration_seconds: Type.Number(),
  attempts: Type.Integer({ description: 'Requests sent to Ollama; 0 when nothing had to be done' }),
})
export type ModelActionResult = Static<typeof ModelActionResult>

export const DeleteResult = Type.Object({
  success: Type.Literal(true),
  message: Type.String(),
  model: Type.String(),
  freed_bytes: Nullable({ ...Bytes, description: 'What no other model shares; null where Ollama does not tell' }),
  settings_removed: Type.Boolean(),
})
export type DeleteResult = Static<typeof DeleteResult>

/** What deleting would mean, to be asked before it is done. */
export const DeletePreview = Type.Object({
  model: Type.String(),
  size: Nullable(Bytes),
  freed_bytes: Nullable({ ...Bytes, description: 'What no other model shares; null where Ollama does not tell' }),
  shared_with: Type.Array(Type.String({ description: 'Models that keep layers of it on disk' })),
  is_running: Type.Boolean({ description: 'It is in memory under this name, and would be unloaded first' }),
})
export type DeletePreview = Static<typeof DeletePreview>

export const CopyResult = Type.Object({
  success: Type.Literal(true),
  message: Type.String(),
  source: Type.String(),
  destination: Type.String(),
})
export type CopyResult = Static<typeof CopyResult>

export const BulkStartResult = Type.Object({
  results: Type.Array(
    Type.Object({
      model: Type.String(),
      success: Type.Boolean({ description: 'Whether it was loaded, or was so already' }),
      state: StringEnum(['loaded', 'unloaded'], {
        description: 'As it is at the end: a model that was loaded may have made room for a later one',
      }),
      error: Type.Optional(Problem),
    }),
    { description: 'In the order asked' },
  ),
  started: Type.Integer(),
  failed: Type.Integer(),
})
export type BulkStartResult = Static<typeof BulkStartResult>

/** A model that could be pulled. Source: the catalogue file, as of its date. */
export const CatalogueModel = Type.Object({
  name: Type.String({ description: "As spelt in Ollama's library" }),
  description: Type.String(),
  parameter_size: Type.String(),
  size: { ...Bytes, description: 'bytes to download' },
  capabilities: Type.Array(Type.String()),
  context_length: Nullable(Type.Integer({ description: 'tokens' })),
  installed: Type.Boolean(),
  fits: Nullable(Fits),
  best: Type.Boolean({ description: 'Stands in the short list' }),
})
export type CatalogueModel = Static<typeof CatalogueModel>

export const Catalogue = Type.Object({
  models: Type.Array(CatalogueModel),
  as_of: Type.String({ description: 'The day the catalogue was checked: "2026-11-23"' }),
})
export type Catalogue = Static<typeof Catalogue>

const loadErrors = [
  ...readErrors,
  'model_not_found',
  'ollama_busy',
  'capability_missing',
  'insufficient_memory',
  'runner_crashed',
] as const

export const models = defineEndpoints({
  running: {
    method: 'GET',
    path: '/api/models/running',
    access: 'viewer',
    summary: 'Models in memory, on their way in or on their way out',
    query: OnInstanceRefreshable,
    status: 200,
    response: RunningModels,
    errors: readErrors,
  },
  available: {
    method: 'GET',
    path: '/api/models/available',
    access: 'viewer',
    summary: 'Installed models',
    query: OnInstanceRefreshable,
    status: 200,
    response: AvailableModels,
    errors: readErrors,
  },
  start: {
    method: 'POST',
    path: '/api/models/start/:model',
    access: 'operator',
    bucket: 'model_operations',
    summary: 'Load a model into memory',
    params: ByModel,
    query: OnInstance,
    body: StartRequest,
    status: 200,
    response: ModelActionResult,
    errors: [
      ...loadErrors,
      'superseded',
      'insufficient_storage',
      'registry_unreachable',
      'stream_truncated',
      'job_cancelled',
      'storage_unavailable',
    ],
  },
  stop: {
    method: 'POST',
    path: '/api/models/stop/:model',
    access: 'operator',
    bucket: 'model_operations',
    summary: 'Unload a model from memory',
    params: ByModel,
    query: OnInstance,
    status: 200,
    response: ModelActionResult,
    errors: [...readErrors, 'model_not_found', 'still_unloading'],
  },
  restart: {
    method: 'POST',
    path: '/api/models/restart/:model',
    access: 'operator',
    bucket: 'model_operations',
    summary: 'Unload a model and load it again',
    params: ByModel,
    query: OnInstance,
    body: Closed({ keep_alive: Type.Optional(KeepAlive), settings: Type.Optional(ModelSettings) }),
    status: 200,
    response: ModelActionResult,
    errors: [...loadErrors, 'superseded', 'still_unloading', 'storage_unavailable'],
  },
  info: {
    method: 'GET',
    path: '/api/models/info/:model',
    access: 'viewer',
    summary: 'Everything Ollama tells about one model, and what it costs in memory',
    params: ByModel,
    query: OnInstanceRefreshable,
    status: 200,
    response: ModelInfo,
    errors: [...readErrors, 'model_not_found'],
  },
  status: {
    method: 'GET',
    path: '/api/models/status/:model',
    access: 'viewer',
    summary: 'Whether a model is running, available or unknown, from the last good answer',
    params: ByModel,
    query: OnInstance,
    status: 200,
    response: ModelStatus,
    errors: ['instance_not_found', 'ollama_unreachable'],
  },
  downloadable: {
    method: 'GET',
    path: '/api/models/downloadable',
    access: 'viewer',
    summary: 'Models that can be pulled, and whether they fit this host',
    query: Closed({
      ...OnInstance.properties,
      category: Type.Optional(StringEnum(['best', 'all'], { description: '"all" when absent' })),
      q: Type.Optional(Type.String({ maxLength: 100, description: 'Words that name or description have' })),
      capability: Type.Optional(Type.String({ maxLength: 32, pattern: '^[a-z_]+$' })),
    }),
    status: 200,
    response: Catalogue,
    errors: ['instance_not_found'],
  },
  pull: {
    method: 'POST',
    path: '/api/models/pull/:model',
    access: 'operator',
    bucket: 'model_pull',
    summary: 'Pull a model: waits for the end, streams progress as server-sent events, or answers at once with the job',
    params: ByModel,
    query: Closed({
      ...OnInstance.properties,
      stream: Type.Optional(Type.Boolean({ description: 'Server-sent events: progress, then done or error' })),
      wait: Type.Optional(Type.Boolean({ description: 'false: 202 with the job at once' })),
    }),
    status: 200,
    response: JobResult,
    errors: [
      ...readErrors,
      'model_not_found',
      'insufficient_storage',
      'registry_unreachable',
      'stream_truncated',
      'job_cancelled',
      'storage_unavailable',
    ],
  },
  delete: {
    method: 'DELETE',
    path: '/api/models/delete/:model',
    access: 'admin',
    bucket: 'model_operations',
    summary: 'Unload a model, delete it, and remove its saved settings',
    params: ByModel,
    query: OnInstance,
    status: 200,
    response: DeleteResult,
    errors: [...readErrors, 'model_not_found', 'still_unloading', 'storage_unavailable'],
  },
  deletePreview: {
    method: 'GET',
    path: '/api/models/delete/:model',
    access: 'viewer',
    summary: 'What deleting a model would free, and what shares its layers',
    params: ByModel,
    query: OnInstance,
    status: 200,
    response: DeletePreview,
    errors: [...readErrors, 'model_not_found'],
  },
  copy: {
    method: 'POST',
    path: '/api/models/copy',
    access: 'operator',
    bucket: 'model_operations',
    summary: 'Give a model a second name; its layers are shared',
    query: OnInstance,
    body: Closed({ source: ModelName, destination: ModelName }),
    status: 200,
    response: CopyResult,
    errors: [...readErrors, 'model_not_found', 'model_exists'],
  },
  bulkStart: {
    method: 'POST',
    path: '/api/models/bulk/start',
    access: 'operator',
    bucket: 'model_operations',
    summary: 'Load several models, one after the other',
    query: OnInstance,
    body: Closed({ models: Type.Array(ModelName, { minItems: 1, maxItems: 50 }) }),
    status: 200,
    response: BulkStartResult,
    errors: [...readErrors, 'storage_unavailable'],
  },
})
