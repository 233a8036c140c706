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
  const merged = Object.entries({ ...saved, ...patch })
    .filter(([, value]) => value !== null && value !== undefined)
    // JSON keeps no negative zero: read again, it would be another value.
    .map(([name, value]) => [name, value === 0 ? 0 : value])
  // Every value left is of the one or the other, whose fields are the same.
  return Object.fromEntries(merged) as ModelSettings
}

/** An entry in place of what is saved: what was imported there and means nothing here stays, whatever comes. */
export const inPlaceOf = (saved: SettingsEntry | null | undefined, entry: SettingsEntry): SettingsEntry =>
  saved?.extra === undefined ? entry : { extra: saved.extra, ...entry }
