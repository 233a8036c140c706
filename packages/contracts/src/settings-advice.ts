import { type Static, Type } from '@sinclair/typebox'
import { Named, Nullable } from './common.ts'
import { ModelSettings, SettingFieldName } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

/** A recommended value and where it comes from. */
export const SettingReason = Named('SettingReason', {
  field: SettingFieldName,
  value: Type.Unknown(),
  why: Type.String(),
  without_saved: Type.Optional(
    Type.Unknown({
      description: 'Value without saved settings; null if unknown. Where it is the same, nothing has to be saved',
    }),
  ),
  source: Type.Optional(Type.String({ description: 'URL of the recommendation of the model publisher' })),
})
export type SettingReason = Static<typeof SettingReason>

/** `settings` is what has to be saved for it: values that hold anyway are no part of that. */
export const Recommendation = Named('Recommendation', {
  model: Type.String(),
  settings: ModelSettings,
  reasons: Type.Array(SettingReason, { description: 'One per recommended value, also for those that hold anyway' }),
  note: Type.Optional(Type.String({ description: 'Why a setting has no recommendation' })),
})
export type Recommendation = Static<typeof Recommendation>

const origins = ['saved', 'modelfile', 'server'] as const
export type SettingOrigin = (typeof origins)[number]

const ValueInForce = Named('ValueInForce', {
  value: Type.Unknown({ description: 'null if Ollama does not report it' }),
  origin: StringEnum(origins, { title: 'SettingOrigin' }),
})

export const EffectiveSettings = Named('EffectiveSettings', {
  model: Type.String(),
  options: Type.Array(
    Named('EffectiveSetting', {
      field: SettingFieldName,
      ...ValueInForce.properties,
      reloads: Type.Boolean({ description: 'Whether changing it reloads the model' }),
      without_saved: { ...ValueInForce, description: 'Value without saved settings' },
    }),
  ),
  needs_restart: Nullable(
    Type.Boolean({ description: 'Whether the model is loaded with other values; null if it is not loaded' }),
  ),
})
export type EffectiveSettings = Static<typeof EffectiveSettings>
