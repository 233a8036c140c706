import { type Static, Type } from '@sinclair/typebox'
import { Nullable, Timestamp } from './common.ts'
import { StringEnum } from './string-enum.ts'

const spread = { p50: Nullable(Type.Number()), p95: Nullable(Type.Number()) }

const summary = {
  model: Type.String(),
  requests: Type.Integer(),
  errors: Type.Integer(),
  tokens_per_second: Type.Object(spread),
  time_to_first_token_ms: Type.Object(spread),
  load_seconds: Type.Object({ p50: spread.p50 }),
  last_used_at: Nullable(Timestamp),
}

/** What was observed within an hour; the two figures are medians. */
export const PerformanceHour = Type.Object({
  t: Timestamp,
  requests: Type.Integer(),
  errors: Type.Integer(),
  prompt_tokens: Type.Integer(),
  completion_tokens: Type.Integer(),
  tokens_per_second: spread.p50,
  time_to_first_token_ms: spread.p50,
})
export type PerformanceHour = Static<typeof PerformanceHour>

const history = Type.Array(PerformanceHour, {
  description: 'An hour each, oldest first; hours without a request are left out',
})

export const PerformanceSummary = Type.Object(summary)
export type PerformanceSummary = Static<typeof PerformanceSummary>

/** What was observed of a model on one server; percentiles are within 5 %. */
export const ModelPerformance = Type.Object({ ...summary, history })
export type ModelPerformance = Static<typeof ModelPerformance>

export const performanceRanges = ['24h', '7d', '30d'] as const
export type PerformanceRange = (typeof performanceRanges)[number]

/** What was observed of every model of one server, and of all of them hour by hour. */
export const ServerPerformance = Type.Object({
  range: StringEnum(performanceRanges),
  models: Type.Array(PerformanceSummary, { description: 'What was asked most comes first' }),
  history,
})
export type ServerPerformance = Static<typeof ServerPerformance>
