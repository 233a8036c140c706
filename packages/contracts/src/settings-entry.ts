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
  source: StringEnum(settingsSources, { description: 'user: a person saved it; recommended: the dashboard did' }),
  updated_at: Nullable(Timestamp),
  updated_by: Nullable(Type.String({ description: "A key's id; null where no key was used" })),
  extra: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'Imported keys that mean nothing here, kept as they were',
    }),
  ),
})
export type SettingsEntry = Static<typeof SettingsEntry>
