import {
  droppedFields,
  type FieldError,
  ModelSettings,
  type SettingField,
  type SettingsEntry,
  settingBounds,
  settingFields,
} from '@ollama-dashboard/contracts'
import { Value } from '@sinclair/typebox/value'
import { readTimestamp } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { describeFailures } from '../../kernel/problems/describe-failures.ts'
import { isObject, type JsonObject, objectOf, textOf } from '../../ollama/answers/json-value.ts'

const ownNames = ['settings', 'source', 'last_updated', 'updated_by']
/** Far more than any dashboard ever wrote, and few enough to be read, compared and written without harm. */
const maxLevels = 100

/** An entry in the format of the old dashboard, with who saved it. The old dashboard can read it. */
export function toFileEntry({ settings, source, updated_at, updated_by, extra = {} }: SettingsEntry): JsonObject {
  // What was among the settings and is called like a part of the entry would be lost beside them.
  const { yes: among, no: beside } = split(extra, (name) => ownNames.includes(name))
  return { ...beside, settings: { ...among, ...settings }, source, last_updated: updated_at, updated_by }
}

/** Throws `validation_failed` with every field that is wrong. What we do not know goes to `extra`. */
export function readFileEntry(model: string, value: unknown): SettingsEntry {
  if (!isObject(value) || !isObject(value['settings'])) {
    const message = 'has no settings'
    throw new DashboardError('validation_failed', `"${model}" ${message}.`, { fieldErrors: [{ path: '', message }] })
  }
  const { settings: written, source, last_updated, updated_by, ...others } = value
  // Only what we wrote has it, and then nothing needs to be made sense of.
  const isOurs = updated_by !== undefined
  const given = isOurs ? objectOf(written) : { ...systemPromptOf(others), ...asMeant(objectOf(written)) }
  const { yes: settings, no: unknown } = split(given, isSetting)
  const extra = { ...unknown, ...others }
  const fieldErrors = [
    ...describeFailures(ModelSettings, settings).map(({ instancePath, message }) => ({ path: instancePath, message })),
    ...tooDeep(extra),
  ]
  if (fieldErrors.length > 0) {
    throw new DashboardError('validation_failed', `The settings of "${model}" are not valid.`, { fieldErrors })
  }
  return {
    model,
    settings: settings as ModelSettings,
    // Early versions did not write it: then a person had saved them.
    source: source === 'recommended' || source === 'default' ? source : 'user',
    updated_at: readTimestamp(last_updated),
    updated_by: keyIdOf(updated_by),
    ...(Object.keys(extra).length > 0 && { extra }),
  }
}

const isField = (name: string): name is SettingField => settingFields.includes(name as SettingField)

/** What nobody sends any more is none where its value is wrong: that is no reason to refuse the others. */
const isSetting = (name: string, value: unknown): boolean =>
  isField(name) && (!droppedFields.includes(name) || Value.Check(ModelSettings.properties[name], value))

function split(object: JsonObject, isOne: (name: string, value: unknown) => boolean) {
  const { yes = [], no = [] } = Object.groupBy(Object.entries(object), (entry) => (isOne(...entry) ? 'yes' : 'no'))
  return { yes: Object.fromEntries(yes), no: Object.fromEntries(no) }
}

const tooDeep = (extra: JsonObject): readonly FieldError[] =>
  Object.entries(extra)
    .filter(([, value]) => isDeeper(value, maxLevels))
    .map(([name]) => ({ path: `/${name}`, message: `must not be nested deeper than ${maxLevels} levels` }))

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))

/** Later versions kept one beside the settings, under a name that changed once. */
function systemPromptOf({ client, copilot }: JsonObject): JsonObject {
  const prompts = [client, copilot].map((part) => textOf(objectOf(part)['system_prompt_custom'])?.trim())
  const system = prompts.find(Boolean)
  return system ? { system } : {}
}

/** What is no setting stays as it stands there. */
const asMeant = (written: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(written).flatMap(([name, value]) => {
      if (!isField(name)) return [[name, value]]
      const meant = name === 'stop' ? wordsOf(value) : plain(name, value)
      if (meant === undefined) return []
      return [[name, isSetting(name, meant) ? meant : value]]
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
