import { type Static, Type } from '@sinclair/typebox'
import { Closed } from './common.ts'
import { StringEnum } from './string-enum.ts'

const between = (minimum: number, maximum: number) => Type.Optional(Type.Number({ minimum, maximum }))
const integer = (minimum: number, maximum: number) => Type.Optional(Type.Integer({ minimum, maximum }))
const million = 1_048_576

/** Seconds as a number (negative: for ever), or a Go duration with its unit, as Ollama takes it. */
export const KeepAlive = Type.Union(
  [
    Type.Number({ minimum: -9_000_000_000, maximum: 9_000_000_000 }),
    Type.String({ maxLength: 64, pattern: '^[+-]?(?:0|(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$' }),
  ],
  { description: 'A number of seconds, negative for ever, or a duration such as "5m" or "1h30m".' },
)
export type KeepAlive = Static<typeof KeepAlive>

/** Options that a person saves for a model. Absent means the model's own default, and then nothing is sent. */
export const ModelSettings = Closed({
  temperature: between(0, 2),
  top_k: integer(0, 1000),
  top_p: between(0, 1),
  min_p: between(0, 1),
  typical_p: between(0, 1),
  num_ctx: integer(256, million),
  num_predict: integer(-2, million),
  repeat_last_n: integer(-1, million),
  repeat_penalty: between(0, 2),
  presence_penalty: between(-2, 2),
  frequency_penalty: between(-2, 2),
  seed: integer(-1, 2_147_483_647),
  stop: Type.Optional(Type.Array(Type.String({ maxLength: 256 }), { maxItems: 10 })),
  num_batch: integer(1, 65_536),
  num_gpu: integer(-1, 1024),
  num_thread: integer(0, 1024),
  keep_alive: Type.Optional(KeepAlive),
  system: Type.Optional(Type.String({ maxLength: 32_768 })),
  think: Type.Optional(Type.Union([Type.Boolean(), StringEnum(['low', 'medium', 'high', 'max'])])),
})
export type ModelSettings = Static<typeof ModelSettings>
