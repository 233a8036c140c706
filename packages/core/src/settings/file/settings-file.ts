import { comparableName, type FieldError, type SettingsEntry, type SettingsProblem } from '@ollama-dashboard/contracts'
import { parseJsonFile, unreadable } from '../../files/json-file.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { isObject } from '../../ollama/answers/json-value.ts'
import { normalizeModelName } from '../../ollama/model-name.ts'
import { readFileEntry, toFileEntry } from './settings-file-entry.ts'

/** Settings by model: what the earlier dashboard wrote, with a few keys of ours. */
export type SettingsFile = Readonly<Record<string, unknown>>

export const toSettingsFile = (entries: readonly SettingsEntry[]): SettingsFile =>
  Object.fromEntries(entries.map((entry) => [entry.model, toFileEntry(entry)]))

/** The text of the file in pieces, one for each model: as `JSON.stringify` indents all of it. */
export function* settingsFilePieces(entries: readonly SettingsEntry[]): Generator<string, void, void> {
  const file = Object.entries(toSettingsFile(entries))
  if (file.length === 0) return yield '{}\n'
  for (const [at, [model, entry]] of file.entries()) {
    // The object around it is that of all models.
    const lines = JSON.stringify({ [model]: entry }, null, 2).slice(2, -2)
    yield `${at === 0 ? '{\n' : ',\n'}${lines}`
  }
  yield '\n}\n'
}

export interface SettingsFileContents {
  readonly entries: readonly SettingsEntry[]
  /** Entries that cannot be taken over, each with what is wrong. */
  readonly problems: readonly SettingsProblem[]
}

/** Reads every entry on its own: what is wrong with one does not keep the others out. */
export function readSettingsFile(file: SettingsFile): SettingsFileContents {
  const byModel = new Map<string, SettingsEntry>()
  const problems: SettingsProblem[] = []
  for (const [written, value] of Object.entries(file)) {
    const read = readEntry(written, value)
    if ('errors' in read) {
      const told = read.errors.map(({ path, message }) => `${path.slice(1) || 'The entry'} ${message}`)
      const errors = read.errors.map(({ path, message }) => ({ path: pointerTo(written, path), message }))
      problems.push({ model: written, message: `${told.join('; ')}.`, errors })
      continue
    }
    const key = comparableName(read.model)
    const other = byModel.get(key)
    if (!other || isNewer(read, other)) byModel.set(key, read)
    if (other) {
      const message = `"${other.model}" and "${written}" are the same model. The settings saved last are used.`
      problems.push({ model: written, message })
    }
  }
  return { entries: [...byModel.values()], problems }
}

function readEntry(written: string, value: unknown): SettingsEntry | { readonly errors: readonly FieldError[] } {
  try {
    // The earlier dashboard kept blanks that somebody typed.
    return readFileEntry(normalizeModelName(written.trim()), value)
  } catch (error) {
    if (!(error instanceof DashboardError)) throw error
    const errors = error.fieldErrors?.map(({ path, message }) => ({ path: path.replace(/^\/params/, ''), message }))
    return { errors: errors ?? [{ path: '', message: error.message }] }
  }
}

/** JSON pointer for a field error, as if the file were the request body. */
const pointerTo = (model: string, path: string): string =>
  `/body/${model.replaceAll('~', '~0').replaceAll('/', '~1')}${path === '/model' ? '' : path}`

const isNewer = (a: SettingsEntry, b: SettingsEntry): boolean => (a.updated_at ?? '') >= (b.updated_at ?? '')

/** Throws `validation_failed` where a text holds no settings by model. */
export async function parseSettingsFile(text: string): Promise<SettingsFile> {
  const value = await parseJsonFile(text, theFile)
  if (!isObject(value)) throw unreadable(theFile, 'It does not contain model settings.')
  return value
}

const theFile = 'The settings file'
