import { Type } from '@sinclair/typebox'
import { Closed, Named, NamedClosed, NoQuery, OnInstance } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { readErrors, storageErrors } from './errors.ts'
import { limits } from './limits.ts'
import { ByModel, ListedModelName } from './model-name.ts'
import { SettingsPatch } from './model-settings.ts'
import { EffectiveSettings, Recommendation } from './settings-advice.ts'
import { ApplyResult, ImportResult, SettingsProblem } from './settings-changes.ts'
import { SettingsEntry } from './settings-entry.ts'

/**
 * The file of settings: by model, as the earlier dashboard wrote it and with a few keys of ours. What its entries hold
 * is checked one by one.
 */
const SettingsFile = Type.Record(Type.String({ pattern: '^(?!(?:__proto__|constructor)$)' }), Type.Unknown(), {
  title: 'SettingsFile',
  additionalProperties: false,
  maxProperties: 10_000,
  description: 'By model, at most 10,000 of them',
})

const OnImport = Closed({
  ...OnInstance.properties,
  dry_run: Type.Optional(Type.Boolean({ description: 'Only tell what it would do' })),
})

const SettingsEntries = Named('SettingsEntries', { settings: Type.Array(SettingsEntry) })

const oneModelErrors = [...readErrors, 'model_not_found', 'storage_unavailable'] as const

export const settings = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/models/settings',
    access: 'viewer',
    summary: 'Everything that is saved, by model',
    query: NoQuery,
    status: 200,
    response: SettingsEntries,
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
    response: Named('RemovedSettings', { success: Type.Literal(true), message: Type.String(), model: Type.String() }),
    errors: ['instance_not_found', 'settings_not_found', ...storageErrors],
  },
  reset: {
    method: 'POST',
    path: '/api/models/settings/:model/reset',
    access: 'operator',
    summary: 'Replace the settings of a model by what is recommended now',
    params: ByModel,
    query: OnInstance,
    conditional: true,
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
    response: Named('Recommendations', {
      recommendations: Type.Array(Recommendation),
      errors: Type.Array(SettingsProblem),
    }),
    errors: readErrors,
  },
  applyAllRecommended: {
    method: 'POST',
    path: '/api/models/settings/apply_all_recommended',
    access: 'operator',
    summary: 'Save the recommended settings for every installed model that nobody set',
    query: OnInstance,
    body: NamedClosed('ApplyAllRequest', {
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
    body: NamedClosed('CopySettingsRequest', {
      from: ListedModelName,
      to: Type.Array(ListedModelName, { minItems: 1, maxItems: limits.models }),
    }),
    status: 200,
    response: SettingsEntries,
    errors: ['instance_not_found', 'settings_not_found', ...storageErrors],
  },
  export: {
    method: 'GET',
    path: '/api/models/settings/export',
    access: 'viewer',
    summary: 'All that is saved, as a file that can be imported',
    query: NoQuery,
    status: 200,
    response: Type.Record(Type.String(), Type.Unknown(), { title: 'SettingsExport' }),
    errors: storageErrors,
  },
  import: {
    method: 'POST',
    path: '/api/models/settings/import',
    access: 'admin',
    summary: 'Take over such a file: what is saved for the models it names is replaced',
    query: OnImport,
    body: SettingsFile,
    needsBody: true,
    bodyLimitBytes: limits.longBodyBytes,
    bodyParts: 1,
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
    bodyLimitBytes: limits.longBodyBytes,
    bodyParts: 1,
    status: 200,
    response: ImportResult,
    errors: ['instance_not_found', 'settings_not_found', ...storageErrors],
  },
})
