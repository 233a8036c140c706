import { type Static, Type } from '@sinclair/typebox'
import { Nullable, Timestamp } from './common.ts'

const spread = { p50: Nullable(Type.Number()), p95: Nullable(Type.Number()) }

/** What was observed of a model on one server; percentiles are within 5 %. */
export const ModelPerformance = Type.Object({
  model: Type.String(),
  requests: Type.Integer(),
  errors: Type.Integer(),
  tokens_per_second: Type.Object(spread),
  time_to_first_token_ms: Type.Object(spread),
  load_seconds: Type.Object({ p50: spread.p50 }),
  last_used_at: Nullable(Timestamp),
  history: Type.Array(
    Type.Object({
      t: Timestamp,
      requests: Type.Integer(),
      errors: Type.Integer(),
      prompt_tokens: Type.Integer(),
      completion_tokens: Type.Integer(),
      tokens_per_second: spread.p50,
      time_to_first_token_ms: spread.p50,
    }),
    { description: 'An hour each, oldest first; hours without a request are left out' },
  ),
})
export type ModelPerformance = Static<typeof ModelPerformance>
