import { limits } from '@ollama-dashboard/contracts/limits'

/** What a file of settings is: by model, whatever its entries hold. The server makes sense of them. */
export type SettingsFile = Readonly<Record<string, unknown>>

/** A file that somebody chose, with what it holds or why that cannot be told. */
export type ChosenFile =
  | { readonly name: string; readonly file: SettingsFile }
  | { readonly name: string; readonly why: string }

/** Looks whether a file can be read at all. Nothing is sent. */
export async function readChosenFile(chosen: File): Promise<ChosenFile> {
  const { name, size } = chosen
  // A larger one is of something else.
  if (size > limits.longBodyBytes) return { name, why: 'It is too large for a settings file.' }
  let text: string
  try {
    text = await chosen.text()
  } catch {
    // It is gone meanwhile, or may not be read.
    return { name, why: 'The browser cannot open it.' }
  }
  let value: unknown
  try {
    // Editors of Windows begin a text with a byte order mark, which JSON knows nothing of.
    value = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return { name, why: text.trim() === '' ? 'It is empty.' : 'It is not valid JSON.' }
  }
  return isRecord(value) ? { name, file: value } : { name, why: 'It does not contain model settings.' }
}

const isRecord = (value: unknown): value is SettingsFile =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
