import { type SettingField, settingBounds } from '@ollama-dashboard/contracts'

export type ModelfileParameters = Readonly<Partial<Record<SettingField, unknown>>>

/**
 * The options that a model brings along, from the text of `/api/show`: a name and a value a line, text in quotes as Go
 * writes it, `stop` a line for each.
 */
export function readParameters(text: string | null): ModelfileParameters {
  const stop: string[] = []
  const values: Partial<Record<SettingField, unknown>> = {}
  for (const line of text?.split('\n') ?? []) {
    const [, name = '', written = ''] = /^\s*(\w+)\s+(.*?)\s*$/.exec(line) ?? []
    if (name === 'stop') stop.push(unquoted(written))
    else if (isNumeric(name) && Number.isFinite(Number(written))) values[name] = Number(written)
  }
  return stop.length > 0 ? { ...values, stop } : values
}

const isNumeric = (name: string): name is SettingField => Object.hasOwn(settingBounds, name)

function unquoted(text: string): string {
  if (!/^".*"$/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    // Go escapes what JSON does not know, such as \a and \x07.
    return text.slice(1, -1)
  }
}
