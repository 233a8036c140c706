import type { ModelSettings, SettingsEntry, SettingsPatch } from '@ollama-dashboard/contracts'

/** What is told of a model that nothing is saved for. */
export const nothingSaved = (model: string): SettingsEntry => ({
  model,
  settings: {},
  source: 'default',
  updated_at: null,
  updated_by: null,
})

/** Saved settings with a part of them changed: what the patch does not name stays, and null takes a field away. */
export function mergeSettings(saved: ModelSettings, patch: SettingsPatch): ModelSettings {
  const merged = Object.entries({ ...saved, ...patch }).filter(([, value]) => value !== null && value !== undefined)
  // Every value left is of the one or the other, whose fields are the same.
  return Object.fromEntries(merged) as ModelSettings
}

/** What was imported and means nothing here stays, whatever becomes of the settings. */
export const extraOf = (entry: SettingsEntry | null | undefined) =>
  entry?.extra === undefined ? {} : { extra: entry.extra }
