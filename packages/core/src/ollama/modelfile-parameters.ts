import { type SettingField, settingBounds } from '@ollama-dashboard/contracts'

export type ModelfileParameters = Readonly<Partial<Record<SettingField, unknown>>>

/** Far more than any real model brings along. What comes after it is not read: it would only take time and memory. */
const maxLines = 1000

/**
 * Reads the options that a model brings along from the text of `/api/show`: a name and a value per line, text in quotes
 * as Go writes it, one `stop` line for each stop word. The text is somebody else's: the work is linear in its length.
 */
export function readParameters(text: string | null): ModelfileParameters {
  const stop: string[] = []
  const values: Partial<Record<SettingField, unknown>> = {}
  for (const line of text?.split('\n', maxLines) ?? []) {
    const { name, value } = nameAndValue(line)
    if (name === 'stop') stop.push(unquoted(value))
    else if (isNumeric(name) && Number.isFinite(Number(value))) values[name] = Number(value)
  }
  return stop.length > 0 ? { ...values, stop } : values
}

function nameAndValue(line: string): { name: string; value: string } {
  const written = line.trim()
  const blank = written.search(/\s/)
  if (blank === -1) return { name: '', value: '' }
  return { name: written.slice(0, blank), value: written.slice(blank).trimStart() }
}

const isNumeric = (name: string): name is SettingField => Object.hasOwn(settingBounds, name)

function unquoted(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text
  try {
    return JSON.parse(text)
  } catch {
    // Go escapes what JSON does not know, such as \a and \x07.
    return text.slice(1, -1)
  }
}
