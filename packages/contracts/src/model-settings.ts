import { type Static, type TProperties, type TSchema, Type } from '@sinclair/typebox'
import { Characters } from './characters.ts'
import { NamedClosed, Nullable } from './common.ts'
import { durationForm, GoDuration } from './go-duration.ts'
import { StringEnum } from './string-enum.ts'

const between = (minimum: number, maximum: number) => Type.Number({ minimum, maximum })
const integer = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum })
const million = 1_048_576

/** Tokens that a context may be set to, bounds included. */
export const contextBounds = { minimum: 256, maximum: million } as const

/** What a text among the settings may be, lengths in characters: for a page that carries no schemas. */
export const textBounds = {
  stopWords: 10,
  stopWordLength: 256,
  systemLength: 32_768,
  /** A keep_alive may be that many seconds, in either direction, or a duration in text. */
  maxSeconds: 9_000_000_000,
  durationLength: durationForm.maxLength,
  durationPattern: durationForm.pattern,
} as const
const { stopWords, stopWordLength, systemLength, maxSeconds } = textBounds

/** Seconds as a number (negative: for ever), or a Go duration with its unit, as Ollama takes it. */
export const KeepAlive = Type.Union([Type.Number({ minimum: -maxSeconds, maximum: maxSeconds }), GoDuration()], {
  title: 'KeepAlive',
  description: 'A number of seconds (negative: never unload), or a duration such as "5m" or "1h30m", up to 292 years.',
})
export type KeepAlive = Static<typeof KeepAlive>

/** Whether a model thinks before it answers, and for some how hard. */
export const Think = Type.Union([Type.Boolean(), StringEnum(['low', 'medium', 'high', 'max'])], { title: 'Think' })
export type Think = Static<typeof Think>

/** What Ollama takes as `options`. */
const options = {
  temperature: between(0, 2),
  top_k: integer(0, 1000),
  top_p: between(0, 1),
  min_p: between(0, 1),
  typical_p: between(0, 1),
  num_ctx: integer(contextBounds.minimum, contextBounds.maximum),
  num_predict: integer(-2, million),
  repeat_last_n: integer(-1, million),
  repeat_penalty: between(0, 2),
  presence_penalty: between(-2, 2),
  frequency_penalty: between(-2, 2),
  seed: integer(-1, 2_147_483_647),
  stop: Type.Array(Characters({ minLength: 1, maxLength: stopWordLength }), { maxItems: stopWords }),
  num_batch: integer(1, 65_536),
  num_gpu: integer(-1, 1024),
  num_thread: integer(0, 1024),
}

/** What stands beside them in a request. */
const besides = {
  keep_alive: KeepAlive,
  system: Characters({ maxLength: systemLength }),
  think: Think,
}

/** Kept for those who saved them and never sent: Ollama dropped them in 2025. */
const dropped = {
  mirostat: integer(0, 2),
  mirostat_tau: between(0, 100),
  mirostat_eta: between(0, 1),
  penalize_newline: Type.Boolean(),
}

const fields = { ...options, ...besides, ...dropped }

export const ChatOptions = NamedClosed('ChatOptions', Type.Partial(Type.Object(options)).properties)
export type ChatOptions = Static<typeof ChatOptions>

/** Options that a person saves for a model. Absent means the model's own default, and then nothing is sent. */
export const ModelSettings = NamedClosed('ModelSettings', Type.Partial(Type.Object(fields)).properties)
export type ModelSettings = Static<typeof ModelSettings>

export type SettingField = keyof ModelSettings
export const settingFields = Object.keys(fields) as SettingField[]
export const SettingFieldName = StringEnum(settingFields, { title: 'SettingField' })
/** What goes to Ollama among `options`. */
export const optionFields: readonly string[] = Object.keys(options)
/** What goes nowhere. */
export const droppedFields: readonly string[] = Object.keys(dropped)

/** A part of the settings, to be merged into what is saved; `null` takes a field away. */
export const SettingsPatch = NamedClosed('SettingsPatch', Type.Partial(Type.Object(nullable(fields))).properties)
export type SettingsPatch = Static<typeof SettingsPatch>

/** What a number among the settings may be, bounds included. */
export interface NumberBounds {
  readonly minimum: number
  readonly maximum: number
  readonly isWhole: boolean
}

/** The bounds of every setting that is a number: for a page that carries no schemas. */
export const settingBounds: Readonly<Partial<Record<SettingField, NumberBounds>>> = Object.fromEntries(
  Object.entries<TSchema>(fields).flatMap(([name, { type, minimum, maximum }]) =>
    minimum === undefined ? [] : [[name, { minimum, maximum, isWhole: type === 'integer' }]],
  ),
)

type Nullables<P extends TProperties> = { [K in keyof P]: ReturnType<typeof Nullable<P[K]>> }

function nullable<P extends TProperties>(properties: P): Nullables<P> {
  const entries = Object.entries<TSchema>(properties).map(([name, schema]) => [name, Nullable(schema)])
  // fromEntries forgets which name held which schema; the line above keeps every one.
  return Object.fromEntries(entries) as Nullables<P>
}
