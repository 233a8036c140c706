import { type Static, Type } from '@sinclair/typebox'
import { Named, Nullable } from './common.ts'
import { FieldError } from './errors.ts'
import { ModelSettings, SettingFieldName } from './model-settings.ts'
import { SettingsEntry } from './settings-entry.ts'
import { StringEnum } from './string-enum.ts'

export const SettingsProblem = Named('SettingsProblem', {
  model: Type.String({ description: 'Name as written in the file' }),
  message: Type.String(),
  errors: Type.Optional(Type.Array(FieldError)),
})
export type SettingsProblem = Static<typeof SettingsProblem>

/** What a model had before its settings were replaced, and what tells the new ones from any that are saved later. */
const AppliedSettings = Named('AppliedSettings', {
  model: Type.String(),
  before: Nullable(SettingsEntry, { description: 'null: nothing was saved' }),
  version: Type.String({ description: 'Version of the settings that replaced them' }),
})

export const ApplyResult = Named('ApplyResult', {
  applied: Type.Integer({ description: 'Models that now have the recommended settings' }),
  skipped: Type.Integer({
    description: 'Models with manually saved settings, without recommendations, or with nothing to change',
  }),
  errors: Type.Array(SettingsProblem),
  changes: Type.Array(AppliedSettings, { description: 'What an undo puts back' }),
})
export type ApplyResult = Static<typeof ApplyResult>

export const UndoResult = Named('UndoResult', {
  restored: Type.Integer({ description: 'Models that have their previous settings again' }),
  kept: Type.Array(Type.String(), { description: 'Models whose settings were changed since; they stay' }),
})
export type UndoResult = Static<typeof UndoResult>

export const importOutcomes = ['new', 'replaced', 'kept', 'same'] as const
export type ImportOutcome = (typeof importOutcomes)[number]

/** What an import does to a model. */
export const ImportedModel = Named('ImportedModel', {
  model: Type.String(),
  outcome: StringEnum(importOutcomes, { description: 'kept: other settings are already saved and stay' }),
  changes: Type.Array(SettingFieldName, { description: 'Settings with a different value in the file' }),
  before: { ...ModelSettings, description: 'Saved values of these settings; absent: not set' },
  after: { ...ModelSettings, description: 'Values of these settings in the file; absent: not set' },
})
export type ImportedModel = Static<typeof ImportedModel>

export const ImportResult = Named('ImportResult', {
  imported: Type.Integer(),
  skipped: Type.Integer({ description: 'Models that are unchanged or kept' }),
  models: Type.Array(ImportedModel),
  errors: Type.Array(SettingsProblem, { description: 'Entries that cannot be imported' }),
})
export type ImportResult = Static<typeof ImportResult>
