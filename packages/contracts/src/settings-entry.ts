import { type Static, Type } from '@sinclair/typebox'
import { Named, Nullable, Timestamp } from './common.ts'
import { ModelSettings } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

export const settingsSources = ['user', 'recommended', 'default'] as const
export type SettingsSource = (typeof settingsSources)[number]

/** What is saved for a model, whichever server it runs on. `default` with empty settings: nothing is. */
export const SettingsEntry = Named('SettingsEntry', {
  model: Type.String(),
  settings: ModelSettings,
  source: StringEnum(settingsSources, { description: 'user: set manually; recommended: set to the recommendation' }),
  updated_at: Nullable(Timestamp),
  updated_by: Nullable(Type.String({ description: 'Id of the key; null if no key was used' })),
  extra: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Unknown keys from an import, kept unchanged',
    }),
  ),
})
export type SettingsEntry = Static<typeof SettingsEntry>
