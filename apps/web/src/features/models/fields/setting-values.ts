import { settingBounds, textBounds } from 'virtual:setting-bounds'
import type { ModelSettings } from '@ollama-dashboard/contracts'
import { formatCount } from '../../../lib/format.ts'
import { type ShownField, settingWords } from '../../../lib/models/setting-fields.ts'
import { typedNumber } from '../../../lib/typed-number.ts'

export type SettingValue = NonNullable<ModelSettings[ShownField]>

/** What a typed text means; a null value takes the field away. */
export type Reading = { readonly value: SettingValue | null } | { readonly problem: string }

const duration = new RegExp(textBounds.durationPattern)

/** Characters as the contract counts them: an emoji may be several units of a text. */
export const lengthOf = (text: string): number => [...text].length

/** A value as its field shows it; empty where there is none. */
export function textOf(field: ShownField, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (field === 'stop' && Array.isArray(value)) return value.map(escaped).join('\n')
  return String(value)
}

export function readSetting(field: ShownField, text: string): Reading {
  if (text.trim() === '') return { value: null }
  return readers[field]?.(text) ?? readNumber(field, text.trim())
}

type Reader = (text: string) => Reading

const readers: Readonly<Partial<Record<ShownField, Reader>>> = {
  keep_alive: (text) => readKeepAlive(text.trim()),
  stop: readStopWords,
  system: (text) =>
    lengthOf(text) > textBounds.systemLength
      ? {
          problem: `Max ${formatCount(textBounds.systemLength)} characters, currently ${formatCount(lengthOf(text))}.`,
        }
      : { value: text },
  think: (text) => ({ value: text === 'true' ? true : text === 'false' ? false : (text as 'low') }),
}

function readNumber(field: ShownField, text: string): Reading {
  const bounds = settingBounds[field]
  const number = bounds ? typedNumber(text, bounds) : Number.NaN
  if (!bounds || Number.isNaN(number)) return { problem: 'Enter a number.' }
  const { minimum, maximum, isWhole } = bounds
  if (number < minimum || number > maximum)
    return { problem: `Between ${formatCount(minimum)} and ${formatCount(maximum)}.` }
  if (isWhole && !Number.isInteger(number)) return { problem: 'Enter a whole number.' }
  return { value: number }
}

function readKeepAlive(text: string): Reading {
  const seconds = Number(text)
  if (!Number.isNaN(seconds)) {
    return Math.abs(seconds) > textBounds.maxSeconds ? { problem: 'Duration too long.' } : { value: seconds }
  }
  return duration.test(text) && text.length <= textBounds.durationLength
    ? { value: text }
    : { problem: 'Enter seconds, or a duration such as 5m or 1h30m.' }
}

function readStopWords(text: string): Reading {
  const words = text
    .split('\n')
    .filter((line) => line !== '')
    .map(unescaped)
  if (words.length > textBounds.stopWords) {
    return { problem: `Max ${textBounds.stopWords} sequences, currently ${words.length}.` }
  }
  const long = words.findIndex((word) => lengthOf(word) > textBounds.stopWordLength)
  return long < 0
    ? { value: words }
    : { problem: `Line ${long + 1} has more than ${textBounds.stopWordLength} characters.` }
}

/** A stop word may hold a line break, which here ends a word. */
const escaped = (word: string): string =>
  word.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')

const meant: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' }
const unescaped = (line: string): string => line.replaceAll(/\\([nrt\\])/g, (_, letter: string) => meant[letter] ?? '')

/** Whether two values of a field are one; none is none, however it is said. */
export const isSameValue = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** What stands at the end of its input: the unit, else the bounds. */
export function unitOf(field: ShownField): string | null {
  const words = settingWords[field]
  if ('unit' in words) return words.unit
  const bounds = settingBounds[field]
  if (!bounds) return null
  const { minimum, maximum } = bounds
  return maximum > 99_999 ? `${minimum} or more` : `${formatCount(minimum)} to ${formatCount(maximum)}`
}
