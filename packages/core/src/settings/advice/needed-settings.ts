import { isDeepStrictEqual } from 'node:util'
import type { ModelSettings, Recommendation, SettingReason, SettingsEntry } from '@ollama-dashboard/contracts'
import { isCustom } from '../settings-cache.ts'

type Reasons = readonly Pick<SettingReason, 'field' | 'value' | 'without_saved'>[]

/** What has to be saved for recommended values to hold: those that hold anyway are left to the model and its server. */
export const neededSettings = (reasons: Reasons): ModelSettings =>
  // Each reason carries the value that its field takes.
  Object.fromEntries(
    reasons
      .filter(({ value, without_saved }) => !isDeepStrictEqual(value, without_saved))
      .map(({ field, value }) => [field, value]),
  ) as ModelSettings

/** Whether to give a model what is recommended: not where it all holds, nor to what a person saved, unless that may go. */
export function mayApply(
  { reasons }: Pick<Recommendation, 'reasons'>,
  entry: SettingsEntry | undefined,
  replaces: 'all' | 'not custom',
): boolean {
  if (reasons.length === 0 || (entry && isCustom(entry) && replaces === 'not custom')) return false
  const saved = entry?.settings ?? {}
  const holds = ({ field, value, without_saved }: SettingReason) =>
    isDeepStrictEqual(saved[field] ?? without_saved, value)
  const isRecommended = (name: string) => reasons.some(({ field }) => field === name)
  return !reasons.every(holds) || !Object.keys(saved).every(isRecommended)
}
