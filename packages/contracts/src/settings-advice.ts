import { type Static, Type } from '@sinclair/typebox'
import { Named, Nullable } from './common.ts'
import { ModelSettings, SettingFieldName } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

/** A recommended value and where it comes from. */
export const SettingReason = Named('SettingReason', {
  field: SettingFieldName,
  value: Type.Unknown(),
  why: Type.String(),
  source: Type.Optional(Type.String({ description: 'The address of what the publisher of the model says' })),
})
export type SettingReason = Static<typeof SettingReason>

/** Empty settings: nothing is better than what the model brings along. */
export const Recommendation = Named('Recommendation', {
  model: Type.String(),
  settings: ModelSettings,
  reasons: Type.Array(SettingReason, { description: 'One for each setting' }),
  note: Type.Optional(Type.String({ description: 'Why a setting is left alone, where that may surprise' })),
})
export type Recommendation = Static<typeof Recommendation>

const origins = ['saved', 'modelfile', 'server'] as const
export type SettingOrigin = (typeof origins)[number]

const ValueInForce = Named('ValueInForce', {
  value: Type.Unknown({ description: 'null where Ollama does not tell' }),
  origin: StringEnum(origins, { title: 'SettingOrigin' }),
})

export const EffectiveSettings = Named('EffectiveSettings', {
  model: Type.String(),
  options: Type.Array(
    Named('EffectiveSetting', {
      field: SettingFieldName,
      ...ValueInForce.properties,
      reloads: Type.Boolean({ description: 'Another value makes Ollama load the model anew' }),
      without_saved: { ...ValueInForce, description: 'What would hold if nothing were saved' },
    }),
  ),
  needs_restart: Nullable(
    Type.Boolean({ description: 'It is loaded with other values than these; null where it is not loaded' }),
  ),
})
export type EffectiveSettings = Static<typeof EffectiveSettings>
