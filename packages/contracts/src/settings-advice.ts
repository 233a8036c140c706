import { type Static, Type } from '@sinclair/typebox'
import { Nullable } from './common.ts'
import { ModelSettings, settingFields } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

/** A recommended value and where it comes from. */
export const SettingReason = Type.Object({
  field: StringEnum(settingFields),
  value: Type.Unknown(),
  why: Type.String(),
  source: Type.Optional(Type.String({ description: 'The address of what the publisher of the model says' })),
})
export type SettingReason = Static<typeof SettingReason>

/** Empty settings: nothing is better than what the model brings along. */
export const Recommendation = Type.Object({
  model: Type.String(),
  settings: ModelSettings,
  reasons: Type.Array(SettingReason, { description: 'One for each setting' }),
  note: Type.Optional(Type.String({ description: 'Why a setting is left alone, where that may surprise' })),
})
export type Recommendation = Static<typeof Recommendation>

const origins = ['saved', 'modelfile', 'server'] as const
export type SettingOrigin = (typeof origins)[number]

const ValueInForce = Type.Object({
  value: Type.Unknown({ description: 'null where Ollama does not tell' }),
  origin: StringEnum(origins),
})

export const EffectiveSettings = Type.Object({
  model: Type.String(),
  options: Type.Array(
    Type.Object({
      field: StringEnum(settingFields),
      ...ValueInForce.properties,
      reloads: Type.Boolean({ description: 'Another value makes Ollama load the model anew' }),
      without_saved: Type.Object(ValueInForce.properties, { description: 'What would hold if nothing were saved' }),
    }),
  ),
  needs_restart: Nullable(
    Type.Boolean({ description: 'It is loaded with other values than these; null where it is not loaded' }),
  ),
})
export type EffectiveSettings = Static<typeof EffectiveSettings>
