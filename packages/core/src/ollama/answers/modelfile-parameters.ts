import { type SettingField, settingBounds } from '@ollama-dashboard/contracts'

export type ModelfileParameters = Readonly<Partial<Record<SettingField, unknown>>>

/** Ollama prints some hundred bytes; what stands beyond is not read. */
const maxLength = 1024 ** 2
const maxStopWords = 256

/**
 * The options that a model brings along, from the text of `/api/show`: a name and a value a line, text in quotes as Go
 * writes it, `stop` a line for each. Takes time in proportion to the text, whatever stands there.
 */
export function readParameters(text: string | null): ModelfileParameters {
  const stop: string[] = []
  const values: Partial<Record<SettingField, unknown>> = {}
  for (const line of text?.slice(0, maxLength).split('\n') ?? []) {
    const { name, value } = split(line.trim())
    if (value === '') continue
    if (name === 'stop' && stop.length < maxStopWords) stop.push(unquoted(value))
    else if (isNumeric(name) && Number.isFinite(Number(value))) values[name] = Number(value)
  }
  return stop.length > 0 ? { ...values, stop } : values
}

/** By search and slice: a pattern for a name, blanks and a value tries each of the blanks as their end. */
function split(line: string): { readonly name: string; readonly value: string } {
  const end = line.search(/\s/)
  return end < 0 ? { name: line, value: '' } : { name: line.slice(0, end), value: line.slice(end).trim() }
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
