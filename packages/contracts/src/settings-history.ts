import { type Static, Type } from '@sinclair/typebox'
import { Closed, Named, Nullable, Timestamp } from './common.ts'
import { limits } from './limits.ts'
import { SettingFieldName } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

const changeWays = ['saved', 'removed', 'reset', 'copied', 'recommended', 'imported', 'undone', 'file'] as const
/** How saved settings came to be others. */
export type ChangeWay = (typeof changeWays)[number]

const ChangedSetting = Named('ChangedSetting', {
  setting: SettingFieldName,
  before: Type.Unknown({ description: 'null: not saved' }),
  after: Type.Unknown({ description: 'null: not saved' }),
})
export type ChangedSetting = Static<typeof ChangedSetting>

/** One change of what is saved for a model. */
export const PastChange = Named('PastChange', {
  id: Type.Integer({ description: 'Greater than those of earlier changes of the model' }),
  at: Timestamp,
  actor: Nullable(Type.String({ description: 'Id of the key; null if no key was used' })),
  how: StringEnum(changeWays, {
    description:
      'recommended: applied to all models; undone: put back what was saved before; file: read from MODEL_SETTINGS_FILE',
  }),
  changed: Type.Array(ChangedSetting, { description: 'Settings that have another value since; at least one' }),
})
export type PastChange = Static<typeof PastChange>

export const SettingsHistory = Named('SettingsHistory', {
  changes: Type.Array(PastChange, { description: 'Newest first' }),
  next: Nullable(Type.Integer({ description: 'Pass it as `before` to get the next page; null on the last page' })),
})
export type SettingsHistory = Static<typeof SettingsHistory>

export const SettingsHistoryQuery = Closed({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.settingsChanges, description: 'Default: 20' })),
  before: Type.Optional(
    Type.Integer({
      minimum: Number.MIN_SAFE_INTEGER,
      maximum: Number.MAX_SAFE_INTEGER,
      description: '`next` of the previous page',
    }),
  ),
})
