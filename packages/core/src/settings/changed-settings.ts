import { isDeepStrictEqual } from 'node:util'
import { type ChangedSetting, type ChangeWay, type ModelSettings, settingFields } from '@ollama-dashboard/contracts'
import type { ChangedModel } from './told-settings.ts'

/** Who changes saved settings, and in which way. */
export interface ChangeOrigin {
  /** The id of a key; null where none was used. */
  readonly actor: string | null
  readonly how: ChangeWay
  /** Told what was changed, once it is saved. */
  readonly onChanged?: (models: readonly ChangedModel[]) => void
}

/** The settings whose values differ; null where one is not saved. */
export const changedSettings = (before: ModelSettings = {}, after: ModelSettings = {}): ChangedSetting[] =>
  settingFields.flatMap((setting) =>
    isDeepStrictEqual(before[setting], after[setting])
      ? []
      : [{ setting, before: before[setting] ?? null, after: after[setting] ?? null }],
  )
