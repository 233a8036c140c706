import { Type } from '@sinclair/typebox'
import { Closed, Named, NamedClosed, NoQuery, OnInstance } from './common.ts'
import { defineEndpoints } from './endpoint.ts'
import { readErrors, storageErrors } from './errors.ts'
import { asJob, JobId, wait } from './jobs.ts'
import { limits } from './limits.ts'
import { ByModel, ListedModelName } from './model-name.ts'
import { SettingsPatch } from './model-settings.ts'
import { EffectiveSettings, Recommendation } from './settings-advice.ts'
import { ApplyResult, ImportResult, SettingsProblem, UndoResult } from './settings-changes.ts'
import { SettingsEntry } from './settings-entry.ts'

/**
 * The file of settings: by model, as the earlier dashboard wrote it and with a few keys of ours. What its entries hold
 * is checked one by one.
 */
const SettingsFile = Type.Record(Type.String({ pattern: '^(?!(?:__proto__|constructor)$)' }), Type.Unknown(), {
  title: 'SettingsFile',
  additionalProperties: false,
  maxProperties: 10_000,
  description: 'Settings by model name; max 10,000 models',
})

const OnImport = Closed({
  ...OnInstance.properties,
  dry_run: Type.Optional(Type.Boolean({ description: 'Preview only; nothing is saved' })),
})

const SettingsEntries = Named('SettingsEntries', { settings: Type.Array(SettingsEntry) })

const oneModelErrors = [...readErrors, 'model_not_found', 'storage_unavailable'] as const

export const settings = defineEndpoints({
  list: {
    method: 'GET',
    path: '/api/models/settings',
    access: 'viewer',
    summary: 'List the saved settings of all models',
    query: NoQuery,
    status: 200,
    response: SettingsEntries,
    errors: storageErrors,
  },
  get: {
    method: 'GET',
    path: '/api/models/settings/:model',
    access: 'viewer',
    summary: 'Get the saved settings of a model, with an ETag for If-Match',
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
    summary: 'Save settings of a model; others stay, null removes one',
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
    summary: 'Remove the saved settings of a model',
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
    summary: 'Reset the settings of a model to the recommendation',
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
    summary: 'Get each effective option and the origin of its value',
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
    summary: 'Get recommended settings for a model on this host, with reasons',
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
    summary: 'Get recommended settings for all installed models',
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
    summary: 'Apply the recommended settings to all installed models without manual settings',
    query: Closed({ ...OnInstance.properties, wait }),
    body: NamedClosed('ApplyAllRequest', {
      overwrite: Type.Optional(Type.Boolean({ description: 'Also replace manual settings' })),
    }),
    status: 200,
    response: ApplyResult,
    alternatives: [asJob],
    errors: [...readErrors, ...storageErrors],
  },
  undoApply: {
    method: 'POST',
    path: '/api/models/settings/undo_apply',
    access: 'operator',
    summary: 'Undo a job that applied the recommended settings; settings that were changed since stay',
    query: NoQuery,
    body: NamedClosed('UndoApplyRequest', { job: JobId }),
    status: 200,
    response: UndoResult,
    errors: ['job_not_found', 'job_not_ended', 'instance_not_found', ...storageErrors],
  },
  copy: {
    method: 'POST',
    path: '/api/models/settings/copy',
    access: 'operator',
    summary: 'Copy the settings of one model to others',
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
    summary: 'Export all saved settings as a file',
    query: NoQuery,
    status: 200,
    response: Type.Record(Type.String(), Type.Unknown(), { title: 'SettingsExport' }),
    errors: storageErrors,
  },
  import: {
    method: 'POST',
    path: '/api/models/settings/import',
    access: 'admin',
    summary: 'Import an exported file; replaces the saved settings of the models in it',
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
    summary: 'Import settings of the old dashboard, from its file or the body, for models without saved settings',
    query: OnImport,
    body: SettingsFile,
    bodyLimitBytes: limits.longBodyBytes,
    bodyParts: 1,
    status: 200,
    response: ImportResult,
    errors: ['instance_not_found', 'settings_not_found', ...storageErrors],
  },
})
