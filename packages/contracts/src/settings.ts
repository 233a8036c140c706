import { type Static, Type } from '@sinclair/typebox'
import { Closed, NoQuery, Nullable, OnInstance, Timestamp } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { FieldError, readErrors } from './errors.ts'
import { ByModel, ModelName } from './model-name.ts'
import { ModelSettings, SettingsPatch, settingFields } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

export const settingsSources = ['user', 'recommended', 'default'] as const
export type SettingsSource = (typeof settingsSources)[number]

/** What is saved for a model, whichever server it runs on. `default` with empty settings: nothing is. */
export const SettingsEntry = Type.Object({
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

const ModelProblem = Type.Object({
  model: Type.String({ description: 'As it was written' }),
  message: Type.String(),
  errors: Type.Optional(Type.Array(FieldError)),
})
export type SettingsProblem = Static<typeof ModelProblem>

export const ApplyResult = Type.Object({
  applied: Type.Integer({ description: 'Models that got the recommended settings' }),
  skipped: Type.Integer({ description: 'Models whose settings a person saved, or that need none' }),
  errors: Type.Array(ModelProblem),
})
export type ApplyResult = Static<typeof ApplyResult>

export const importOutcomes = ['new', 'replaced', 'kept', 'same'] as const
export type ImportOutcome = (typeof importOutcomes)[number]

/** What an import does to a model. */
export const ImportedModel = Type.Object({
  model: Type.String(),
  outcome: StringEnum(importOutcomes, { description: 'kept: something else is saved, which stays' }),
  changes: Type.Array(StringEnum(settingFields), { description: 'The settings that have other values in the file' }),
})
export type ImportedModel = Static<typeof ImportedModel>

export const ImportResult = Type.Object({
  imported: Type.Integer(),
  skipped: Type.Integer({ description: 'Models that are as in the file, or stay as they are' }),
  models: Type.Array(ImportedModel),
  errors: Type.Array(ModelProblem, { description: 'Entries that cannot be taken over' }),
})
export type ImportResult = Static<typeof ImportResult>

/**
 * The file of settings: by model, as the earlier dashboard wrote it and with a few keys of ours. What its entries hold
 * is checked one by one.
 */
const SettingsFile = Type.Record(Type.String(), Type.Unknown(), { additionalProperties: false })

const OnImport = Closed({
  ...OnInstance.properties,
  dry_run: Type.Optional(Type.Boolean({ description: 'Only tell what it would do' })),
})

const storageErrors = ['storage_unavailable'] as const
const oneModelErrors = [...readErrors, 'model_not_found', 'storage_unavailable'] as const

export const settings = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/models/settings',
    access: 'viewer',
    summary: 'Everything that is saved, by model',
    query: NoQuery,
    status: 200,
    response: Type.Object({ settings: Type.Array(SettingsEntry) }),
    errors: storageErrors,
  },
  get: {
    method: 'GET',
    path: '/api/models/settings/:model',
    access: 'viewer',
    summary: 'What is saved for a model; its ETag serves for If-Match',
    params: ByModel,
    query: NoQuery,
    status: 200,
    response: SettingsEntry,
    errors: storageErrors,
  },
  save: {
    method: 'POST',
    path: '/api/models/settings/:model',
    access: 'operator',
    summary: 'Save some settings of a model: the others stay, null takes one away',
    params: ByModel,
    query: OnInstance,
    body: SettingsPatch,
    conditional: true,
    status: 200,
    response: SettingsEntry,
    errors: ['instance_not_found', ...storageErrors],
  },
  remove: {
    method: 'DELETE',
    path: '/api/models/settings/:model',
    access: 'operator',
    summary: 'Remove what is saved for a model',
    params: ByModel,
    query: OnInstance,
    conditional: true,
    status: 200,
    response: Type.Object({ success: Type.Literal(true), message: Type.String(), model: Type.String() }),
    errors: ['instance_not_found', 'settings_not_found', ...storageErrors],
  },
  reset: {
    method: 'POST',
    path: '/api/models/settings/:model/reset',
    access: 'operator',
    summary: 'Replace the settings of a model by what is recommended now',
    params: ByModel,
    query: OnInstance,
    status: 200,
    response: SettingsEntry,
    errors: oneModelErrors,
  },
  effective: {
    method: 'GET',
    path: '/api/models/settings/:model/effective',
    access: 'viewer',
    summary: 'Each option in force, and where its value comes from',
    params: ByModel,
    query: OnInstance,
    status: 200,
    response: EffectiveSettings,
    errors: oneModelErrors,
  },
  recommended: {
    method: 'GET',
    path: '/api/models/settings/recommended/:model',
    access: 'viewer',
    summary: "What suits a model on this host's memory, with reasons",
    params: ByModel,
    query: OnInstance,
    status: 200,
    response: Recommendation,
    errors: [...readErrors, 'model_not_found'],
  },
  allRecommended: {
    method: 'GET',
    path: '/api/models/settings/recommended',
    access: 'admin',
    summary: 'What suits each installed model',
    query: OnInstance,
    status: 200,
    response: Type.Object({ recommendations: Type.Array(Recommendation), errors: Type.Array(ModelProblem) }),
    errors: readErrors,
  },
  applyAllRecommended: {
    method: 'POST',
    path: '/api/models/settings/apply_all_recommended',
    access: 'operator',
    summary: 'Save the recommended settings for every installed model that nobody set',
    query: OnInstance,
    body: Closed({
      overwrite: Type.Optional(Type.Boolean({ description: 'Those that a person saved too' })),
    }),
    status: 200,
    response: ApplyResult,
    errors: [...readErrors, ...storageErrors],
  },
  copy: {
    method: 'POST',
    path: '/api/models/settings/copy',
    access: 'operator',
    summary: 'Give other models the settings of one',
    query: OnInstance,
    body: Closed({ from: ModelName, to: Type.Array(ModelName, { minItems: 1, maxItems: 50 }) }),
    status: 200,
    response: Type.Object({ settings: Type.Array(SettingsEntry) }),
    errors: ['instance_not_found', 'settings_not_found', ...storageErrors],
  },
  export: {
    method: 'GET',
    path: '/api/models/settings/export',
    access: 'viewer',
    summary: 'All that is saved, as a file that can be imported',
    query: NoQuery,
    status: 200,
    response: Type.Record(Type.String(), Type.Unknown()),
    errors: storageErrors,
  },
  import: {
    method: 'POST',
    path: '/api/models/settings/import',
    access: 'admin',
    summary: 'Take over such a file: what is saved for the models it names is replaced',
    query: OnImport,
    body: SettingsFile,

    status: 200,
    response: ImportResult,
    errors: ['instance_not_found', ...storageErrors],
  },
  migrate: {
    method: 'POST',
    path: '/api/models/settings/migrate',
    access: 'admin',
    summary: 'Take over the settings of the earlier dashboard from its file or the body, where none are saved',
    query: OnImport,
    body: SettingsFile,

    status: 200,
    response: ImportResult,
    errors: ['instance_not_found', 'settings_not_found', ...storageErrors],
  },
})
