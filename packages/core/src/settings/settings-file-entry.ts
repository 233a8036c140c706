import {
  ModelSettings,
  type SettingField,
  type SettingsEntry,
  settingBounds,
  settingFields,
} from '@ollama-dashboard/contracts'
import { timestamp } from '../clock.ts'
import { DashboardError } from '../errors.ts'
import { isObject, type JsonObject, objectOf, textOf } from '../ollama/json-value.ts'
import { describeFailures } from '../validation/describe-failures.ts'

/** As the earlier dashboard wrote it, which can read it again, with who saved it. */
export const toFileEntry = ({ settings, source, updated_at, updated_by, extra }: SettingsEntry): JsonObject => ({
  ...extra,
  settings,
  source,
  last_updated: updated_at,
  updated_by,
})

/** Throws `validation_failed` with every field that is wrong. What we do not know goes to `extra`. */
export function readFileEntry(model: string, value: unknown): SettingsEntry {
  if (!isObject(value) || !isObject(value['settings'])) {
    const message = 'has no settings'
    throw new DashboardError('validation_failed', `"${model}" ${message}.`, { fieldErrors: [{ path: '', message }] })
  }
  const { settings: written, source, last_updated, updated_by, ...others } = value
  // Only what we wrote has it, and then nothing needs to be made sense of.
  const isOurs = updated_by !== undefined
  const { known, unknown } = byKnown(objectOf(written))
  const settings = isOurs ? known : { ...systemPromptOf(others), ...settingsOf(known) }
  const failures = describeFailures(ModelSettings, settings)
  if (failures.length > 0) {
    throw new DashboardError('validation_failed', `The settings of "${model}" are not valid.`, {
      fieldErrors: failures.map(({ instancePath, message }) => ({ path: instancePath, message })),
    })
  }
  const extra = { ...unknown, ...others }
  return {
    model,
    settings: settings as ModelSettings,
    // Early versions did not write it: then a person had saved them.
    source: source === 'recommended' || source === 'default' ? source : 'user',
    updated_at: timeOf(last_updated),
    updated_by: keyIdOf(updated_by),
    ...(Object.keys(extra).length > 0 && { extra }),
  }
}

function byKnown(written: JsonObject) {
  const isKnown = ([name]: readonly [string, unknown]) => settingFields.includes(name as SettingField)
  const entries = Object.entries(written)
  return {
    known: Object.fromEntries(entries.filter(isKnown)),
    unknown: Object.fromEntries(entries.filter((entry) => !isKnown(entry))),
  }
}

/** Later versions kept one beside the settings, under a name that changed once. */
function systemPromptOf({ client, copilot }: JsonObject): JsonObject {
  const system = textOf(objectOf(client ?? copilot)['system_prompt_custom'])?.trim()
  return system ? { system } : {}
}

const settingsOf = (known: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(known).flatMap(([name, value]) => {
      const meant = name === 'stop' ? wordsOf(value) : plain(name as SettingField, value)
      return meant === undefined ? [] : [[name, meant]]
    }),
  )

/** A number may stand there as text. Undefined: it means nothing. */
function plain(name: SettingField, value: unknown): unknown {
  if (value === null || value === '') return undefined
  const isNumeric = Object.hasOwn(settingBounds, name)
  const number = isNumeric && typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  // A seed of zero was its default, and meant none.
  if (name === 'seed' && number === 0) return undefined
  if (name === 'penalize_newline' && typeof value === 'string') return /^true$/i.test(value)
  return Number.isNaN(number) ? value : number
}

/**
 * Words between commas, or a list of them. A list without a word was its default, and meant that there are none but the
 * model's own: sent, it would take those away.
 */
function wordsOf(value: unknown): unknown {
  if (value === null) return undefined
  const words = typeof value === 'string' ? value.split(',').map((word) => word.trim()) : value
  if (!Array.isArray(words)) return words
  const meant = words.filter((word) => word !== '')
  return meant.length > 0 ? meant : undefined
}

/** The id of no key has control characters, and PostgreSQL keeps no text with a NUL in it. */
function keyIdOf(value: unknown): string | null {
  const id = textOf(value)
  return id !== null && /\p{Cc}/u.test(id) ? null : id
}

function timeOf(value: unknown): string | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? null : timestamp(time)
}
