import { type Static, Type } from '@sinclair/typebox'
import { Named } from './common.ts'
import { FieldError } from './errors.ts'
import { ModelSettings, SettingFieldName } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

export const SettingsProblem = Named('SettingsProblem', {
  model: Type.String({ description: 'As it was written' }),
  message: Type.String(),
  errors: Type.Optional(Type.Array(FieldError)),
})
export type SettingsProblem = Static<typeof SettingsProblem>

export const ApplyResult = Named('ApplyResult', {
  applied: Type.Integer({ description: 'Models that got the recommended settings' }),
  skipped: Type.Integer({ description: 'Models whose settings a person saved, or that need none' }),
  errors: Type.Array(SettingsProblem),
})
export type ApplyResult = Static<typeof ApplyResult>

export const importOutcomes = ['new', 'replaced', 'kept', 'same'] as const
export type ImportOutcome = (typeof importOutcomes)[number]

/** What an import does to a model. */
export const ImportedModel = Named('ImportedModel', {
  model: Type.String(),
  outcome: StringEnum(importOutcomes, { description: 'kept: something else is saved, which stays' }),
  changes: Type.Array(SettingFieldName, { description: 'The settings that have other values in the file' }),
  before: { ...ModelSettings, description: 'Those settings as they are saved; absent: not set' },
  after: { ...ModelSettings, description: 'Those settings in the file; absent: not set' },
})
export type ImportedModel = Static<typeof ImportedModel>

export const ImportResult = Named('ImportResult', {
  imported: Type.Integer(),
  skipped: Type.Integer({ description: 'Models that are as in the file, or stay as they are' }),
  models: Type.Array(ImportedModel),
  errors: Type.Array(SettingsProblem, { description: 'Entries that cannot be taken over' }),
})
export type ImportResult = Static<typeof ImportResult>
