import { type Static, Type } from '@sinclair/typebox'
import { Closed, Named, Nullable, OnInstance, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { cloudErrors, readErrors, storageErrors } from './errors.ts'
import { ByModel } from './model-name.ts'
import { StringEnum } from './string-enum.ts'

const Figure = Nullable(Type.Number())
const Median = Named('Median', { p50: Figure })
const Percentiles = Named('Percentiles', { p50: Figure, p95: Figure })

const summary = {
  model: Type.String(),
  requests: Type.Integer(),
  errors: Type.Integer(),
  tokens_per_second: Percentiles,
  time_to_first_token_ms: Percentiles,
  load_seconds: Median,
  last_used_at: Nullable(Timestamp),
  last_used_by: Nullable(Type.String({ description: 'Id of the key that asked last; null if it used none' })),
}

/** What was observed within an hour; the two figures are medians. */
export const PerformanceHour = Named('PerformanceHour', {
  t: Timestamp,
  requests: Type.Integer(),
  errors: Type.Integer(),
  prompt_tokens: Type.Integer(),
  completion_tokens: Type.Integer(),
  tokens_per_second: Figure,
  time_to_first_token_ms: Figure,
})
export type PerformanceHour = Static<typeof PerformanceHour>

const history = Type.Array(PerformanceHour, {
  description: 'One entry per hour, oldest first; hours without requests are omitted',
})

export const PerformanceSummary = Named('PerformanceSummary', summary)
export type PerformanceSummary = Static<typeof PerformanceSummary>

/** How fast a model replied to one prompt. Null: Ollama did not tell. */
export const Measurement = Named('Measurement', { tokens_per_second: Figure, time_to_first_token_ms: Figure })
export type Measurement = Static<typeof Measurement>

/** What was observed of a model on one server; percentiles are within 5 %. */
export const ModelPerformance = Named('ModelPerformance', {
  ...summary,
  history,
  measured: Type.Optional({ ...Measurement, description: 'By the short prompt; only with probe: true' }),
})
export type ModelPerformance = Static<typeof ModelPerformance>

export const performanceRanges = ['24h', '7d', '30d'] as const
export const PerformanceRange = StringEnum(performanceRanges, { title: 'PerformanceRange' })
export type PerformanceRange = (typeof performanceRanges)[number]

/** What was observed of every model of one server, and of all of them hour by hour. */
export const ServerPerformance = Named('ServerPerformance', {
  range: PerformanceRange,
  models: Type.Array(PerformanceSummary, { description: 'Models with the most requests first' }),
  history,
})
export type ServerPerformance = Static<typeof ServerPerformance>

export const performance = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/models/performance',
    access: 'viewer',
    summary: 'Get the measured performance of every model of a server',
    query: Closed({
      ...OnInstance.properties,
      range: Type.Optional({ ...PerformanceRange, description: 'Default: 24h' }),
    }),
    status: 200,
    response: ServerPerformance,
    errors: ['instance_not_found', ...storageErrors],
  },
  get: {
    method: 'GET',
    path: '/api/models/performance/:model',
    access: 'viewer',
    summary: 'Get the measured performance of a model; ?probe=true (operator) sends a short prompt first',
    params: ByModel,
    query: Closed({
      ...OnInstance.properties,
      probe: Type.Optional(
        Type.Boolean({ description: 'Send a short prompt to the model first; needs the permission `chat.send`' }),
      ),
    }),
    status: 200,
    response: ModelPerformance,
    errors: [
      ...readErrors,
      ...storageErrors,
      'model_not_found',
      'forbidden',
      'origin_not_allowed',
      'capability_missing',
      'model_incompatible',
      'insufficient_memory',
      'runner_crashed',
      'stream_truncated',
      'ollama_busy',
      ...cloudErrors,
    ],
  },
})
