import { type Static, Type } from '@sinclair/typebox'
import { Named, Nullable, Timestamp } from './common.ts'
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
  description: 'An hour each, oldest first; hours without a request are left out',
})

export const PerformanceSummary = Named('PerformanceSummary', summary)
export type PerformanceSummary = Static<typeof PerformanceSummary>

/** What was observed of a model on one server; percentiles are within 5 %. */
export const ModelPerformance = Named('ModelPerformance', { ...summary, history })
export type ModelPerformance = Static<typeof ModelPerformance>

export const performanceRanges = ['24h', '7d', '30d'] as const
export const PerformanceRange = StringEnum(performanceRanges, { title: 'PerformanceRange' })
export type PerformanceRange = (typeof performanceRanges)[number]

/** What was observed of every model of one server, and of all of them hour by hour. */
export const ServerPerformance = Named('ServerPerformance', {
  range: PerformanceRange,
  models: Type.Array(PerformanceSummary, { description: 'What was asked most comes first' }),
  history,
})
export type ServerPerformance = Static<typeof ServerPerformance>
