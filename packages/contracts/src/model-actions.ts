import { type Static, Type } from '@sinclair/typebox'
import { Bytes, Named, NamedClosed, Nullable } from './common.ts'
import { Problem } from './errors.ts'
import { limits } from './limits.ts'
import { ListedModelName } from './model-name.ts'
import { KeepAlive, ModelSettings } from './model-settings.ts'
import { StringEnum } from './string-enum.ts'

export const StartRequest = NamedClosed('StartRequest', {
  keep_alive: Type.Optional(KeepAlive),
  settings: Type.Optional(ModelSettings),
  pull: Type.Optional(
    Type.Boolean({
      description: 'Pull the model first if it is not installed; needs the permission `models.pull` too',
    }),
  ),
})
export type StartRequest = Static<typeof StartRequest>

const LoadState = StringEnum(['loaded', 'unloaded'], { title: 'LoadState' })

/** `changed` is false where the goal already held. */
export const ModelActionResult = Named('ModelActionResult', {
  success: Type.Literal(true),
  message: Type.String(),
  model: Type.String(),
  state: LoadState,
  changed: Type.Boolean(),
  duration_seconds: Type.Number(),
  attempts: Type.Integer({ description: 'Requests sent to Ollama; 0 if nothing had to be done' }),
})
export type ModelActionResult = Static<typeof ModelActionResult>

export const DeleteResult = Named('DeleteResult', {
  success: Type.Literal(true),
  message: Type.String(),
  model: Type.String(),
  freed_bytes: Nullable({ ...Bytes, description: 'Size of the layers that no other model shares; null if unknown' }),
  settings_removed: Type.Boolean(),
})
export type DeleteResult = Static<typeof DeleteResult>

/** What deleting would mean, to be asked before it is done. */
export const DeletePreview = Named('DeletePreview', {
  model: Type.String(),
  size: Nullable(Bytes),
  freed_bytes: Nullable({ ...Bytes, description: 'Size of the layers that no other model shares; null if unknown' }),
  shared_with: Type.Array(Type.String({ description: 'Models that share layers with it' })),
  is_running: Type.Boolean({ description: 'Whether it is loaded; it is unloaded first' }),
  saved_settings: Nullable(
    StringEnum(['removed', 'kept'], {
      title: 'SettingsAfterDelete',
      description: 'Kept if another server has, or may have, a model with this name; null if none are saved',
    }),
  ),
})
export type DeletePreview = Static<typeof DeletePreview>

export const CopyResult = Named('CopyResult', {
  success: Type.Literal(true),
  message: Type.String(),
  source: Type.String(),
  destination: Type.String(),
})
export type CopyResult = Static<typeof CopyResult>

export const BulkRequest = NamedClosed('BulkRequest', {
  models: Type.Array(ListedModelName, { minItems: 1, maxItems: limits.models }),
})

/** What came of a bulk stop or a bulk delete. */
export const BulkResult = Named('BulkResult', {
  results: Type.Array(
    Named('BulkOutcome', {
      model: Type.String(),
      success: Type.Boolean({ description: 'True also if a stop had nothing to unload' }),
      error: Type.Optional(Problem),
    }),
    { description: 'In the order of the request' },
  ),
  succeeded: Type.Integer(),
  failed: Type.Integer(),
})
export type BulkResult = Static<typeof BulkResult>

export const BulkStartResult = Named('BulkStartResult', {
  results: Type.Array(
    Named('BulkStartOutcome', {
      model: Type.String(),
      success: Type.Boolean({ description: 'True also if it was already loaded' }),
      state: {
        ...LoadState,
        description: 'State at the end of the request; a later model may have replaced it in memory',
      },
      error: Type.Optional(Problem),
    }),
    { description: 'In the order of the request' },
  ),
  started: Type.Integer(),
  failed: Type.Integer(),
})
export type BulkStartResult = Static<typeof BulkStartResult>
