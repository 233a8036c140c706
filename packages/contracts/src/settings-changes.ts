import { type Static, Type } from '@sinclair/typebox'
import { Named } from './common.ts'
import { FieldError } from './errors.ts'
import { ModelSettings, SettingFieldName } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

export const SettingsProblem = Named('SettingsProblem', {
  model: Type.String({ description: 'Name as written in the file' }),
  message: Type.String(),
  errors: Type.Optional(Type.Array(FieldError)),
})
export type SettingsProblem = Static<typeof SettingsProblem>

export const ApplyResult = Named('ApplyResult', {
  applied: Type.Integer({ description: 'Models that now have the recommended settings' }),
  skipped: Type.Integer({ description: 'Models with manually saved settings, or without recommendations' }),
  errors: Type.Array(SettingsProblem),
})
export type ApplyResult = Static<typeof ApplyResult>

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
