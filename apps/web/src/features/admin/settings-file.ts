import { settingBounds } from 'virtual:setting-bounds'
import type { SettingField, SettingsEntry } from '@ollama-dashboard/contracts'
import { checkModelName } from '../../lib/check-model-name.ts'
import { formatSetting, isShown, settingWords, shownFields } from '../../lib/setting-fields.ts'

/** An entry of a file as it would be taken over. */
export interface FileEntry {
  /** As it stands in the file. */
  readonly written: string
  /** Equal for two names of one model. */
  readonly key: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly source: SettingsEntry['source']
  /** What means nothing here, and is kept. */
  readonly extra: Readonly<Record<string, unknown>>
  readonly updatedAt: string
}

export interface UnreadableEntry {
  readonly written: string
  readonly problem: string
}

export interface SettingsFileContents {
  /** What is sent: the file as it is, for the server reads it itself. */
  readonly file: Record<string, unknown>
  readonly entries: readonly FileEntry[]
  readonly unreadable: readonly UnreadableEntry[]
}

/** The file cannot be read at all; the message is for people. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}

/** Far more than a server takes; a file beyond it is of something else. */
const mostBytes = 16_000_000

/** A file that somebody chose, with what it holds or why that cannot be told. */
export type ChosenFile =
  | { readonly name: string; readonly contents: SettingsFileContents }
  | { readonly name: string; readonly why: string }

/** Looks into a file. Nothing is sent. */
export async function readChosenFile(file: File): Promise<ChosenFile> {
  const { name, size } = file
  if (size > mostBytes) return { name, why: 'It is too large for a file of settings.' }
  try {
    return { name, contents: parseSettingsFile(await file.text()) }
  } catch (error) {
    // What else may fail is the file itself: it is gone, or may not be read.
    return { name, why: error instanceof UnreadableFile ? error.message : 'The browser could not open it.' }
  }
}

/** What a file of settings holds, this dashboard's or the earlier one's; each entry on its own. Throws `UnreadableFile`. */
export function parseSettingsFile(text: string): SettingsFileContents {
  const file = parse(text)
  const byKey = new Map<string, FileEntry>()
  const unreadable: UnreadableEntry[] = []
  for (const [written, value] of Object.entries(file)) {
    const read = readEntry(written, value)
    if ('problem' in read) {
      unreadable.push(read)
      continue
    }
    const other = byKey.get(read.key)
    // Of two names of one model the server takes what was saved last.
    if (!other || read.updatedAt >= other.updatedAt) byKey.set(read.key, read)
    if (other)
      unreadable.push({ written, problem: `It is the same model as ${other.written}: what was saved last is taken` })
  }
  return { file, entries: [...byKey.values()], unreadable }
}

function parse(text: string): Record<string, unknown> {
  let value: unknown
  try {
    // Editors of Windows begin a text with a byte order mark, which JSON knows nothing of.
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new UnreadableFile(text.trim() === '' ? 'It is empty.' : 'It is not valid JSON.')
  }
  if (!isRecord(value)) throw new UnreadableFile('It does not hold settings by model.')
  return value
}

function readEntry(written: string, value: unknown): FileEntry | UnreadableEntry {
  const name = checkModelName(written)
  if (!name?.isValid) return { written, problem: 'It is not the name of a model' }
  if (!isRecord(value) || !isRecord(value['settings'])) return { written, problem: 'It has no settings' }
  const { settings: all, source, last_updated, updated_by, ...others } = value
  const known = entriesOf(all, (field) => isField(field))
  // Only this dashboard wrote who saved it, and then nothing needs to be made sense of.
  const settings = updated_by === undefined ? { ...systemPromptOf(others), ...meantBy(known) } : known
  const outside = Object.entries(settings).flatMap(([field, setting]) => outsideBounds(field as SettingField, setting))
  if (outside.length > 0) return { written, problem: outside.join('; ') }
  return {
    written,
    key: keyOfModel(name.name),
    settings,
    source: source === 'recommended' || source === 'default' ? source : 'user',
    extra: { ...entriesOf(all, (field) => !isField(field)), ...others },
    updatedAt: typeof last_updated === 'string' ? last_updated : '',
  }
}

/** Equal for two names of one model: without regard to case, with the defaults left out and the tag always there. */
export function keyOfModel(name: string): string {
  const check = checkModelName(name)
  if (!check?.isValid) return name.toLowerCase()
  const { registry, namespace, model, tag } = check.parts
  return `${registry}/${namespace}/${model}:${tag}`.toLowerCase()
}

// TypeScript knows no type of own keys; the fields are all that the contract has.
const dropped: readonly SettingField[] = ['mirostat', 'mirostat_tau', 'mirostat_eta', 'penalize_newline']
const isField = (name: string): boolean =>
  shownFields.some((field) => field === name) || dropped.some((field) => field === name)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const entriesOf = (of: unknown, isWanted: (name: string) => boolean): Record<string, unknown> =>
  Object.fromEntries(Object.entries(isRecord(of) ? of : {}).filter(([name]) => isWanted(name)))

/** The earlier dashboard kept one beside the settings, under a name that changed once. */
function systemPromptOf({ client, copilot }: Record<string, unknown>): { readonly system?: string } {
  const beside = client ?? copilot
  const text = isRecord(beside) ? beside['system_prompt_custom'] : undefined
  return typeof text === 'string' && text.trim() !== '' ? { system: text.trim() } : {}
}

/** What the earlier dashboard meant: numbers as text, stop words between commas, a seed of nought for none. */
const meantBy = (known: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(known).flatMap(([field, value]) => {
      const meant = field === 'stop' ? listOf(value) : plain(field as SettingField, value)
      return meant === undefined ? [] : [[field, meant]]
    }),
  )

function plain(field: SettingField, value: unknown): unknown {
  if (value === null || value === '') return undefined
  const isNumeric = Object.hasOwn(settingBounds, field)
  const number = isNumeric && typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (field === 'seed' && number === 0) return undefined
  if (field === 'penalize_newline' && typeof value === 'string') return /^true$/i.test(value)
  return Number.isNaN(number) ? value : number
}

function listOf(value: unknown): unknown {
  if (value === null) return undefined
  const words = typeof value === 'string' ? value.split(',').map((word) => word.trim()) : value
  return Array.isArray(words) ? words.filter((word) => word !== '') : words
}

/** Numbers alone: what else may be wrong, the server tells. */
function outsideBounds(field: SettingField, value: unknown): string[] {
  const bounds = settingBounds[field]
  if (!bounds) return []
  const { minimum, maximum, isWhole } = bounds
  const isRight =
    typeof value === 'number' && value >= minimum && value <= maximum && (!isWhole || Number.isInteger(value))
  const label = isShown(field) ? settingWords[field].label : field
  const from = formatSetting(field, minimum)
  const to = formatSetting(field, maximum)
  return isRight ? [] : [`${label} has to be ${isWhole ? 'a whole number ' : ''}from ${from} to ${to}`]
}
