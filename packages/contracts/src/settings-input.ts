import { Type } from '@sinclair/typebox'
import { Closed, OnInstance } from './common.ts'

/**
 * The file of settings: by model, as the earlier dashboard wrote it and with a few keys of ours. What its entries hold
 * is checked one by one.
 */
export const SettingsFile = Type.Record(Type.String({ pattern: '^(?!(?:__proto__|constructor)$)' }), Type.Unknown(), {
  title: 'SettingsFile',
  additionalProperties: false,
  maxProperties: 10_000,
  description: 'Settings by model name; max 10,000 models',
})

export const OnChange = Closed({
  ...OnInstance.properties,
  undo: Type.Optional(
    Type.Boolean({ description: 'It puts back what was saved before; the history of the settings says so' }),
  ),
})

export const OnMigration = Closed({
  ...OnInstance.properties,
  dry_run: Type.Optional(Type.Boolean({ description: 'Preview only; nothing is saved' })),
})

export const OnImport = Closed({ ...OnMigration.properties, ...OnChange.properties })
