import { readTimestamp } from '../../kernel/clock.ts'

/** Values out of somebody else's JSON, where nearly every field may be missing or of another type: then null. */

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {})

export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** A count of bytes, tokens or nanoseconds: an integer from 0 to 2^53 - 1. */
export const countOf = (value: unknown): number | null =>
  // -0 is no count either, and JSON has it.
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? Math.abs(value) : null

/**
 * A count of tokens, layers or the length of a vector, which GGUF and Ollama have 32 bits for: what is larger is none, and
 * no sum of a few million of them is beyond what a number can hold.
 */
export const smallCountOf = (value: unknown): number | null => {
  const count = countOf(value)
  return count !== null && count < 2 ** 31 ? count : null
}

/** A context in tokens. Ollama writes 0 where it does not know one. */
export const contextOf = (value: unknown): number | null => smallCountOf(value) || null

export const textsOf = (value: unknown): readonly string[] | null =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : null

/** RFC 3339, as Go writes it: with up to nine digits of a second, and any offset. */
const rfc3339 = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

/** A time as RFC 3339 in UTC, to the millisecond. Null for what is no time, and before 1970: Go's zero time is of the year 1. */
export function timeOf(value: unknown): string | null {
  const day = typeof value === 'string' && value.length <= 40 ? rfc3339.exec(value)?.[1] : undefined
  if (day === undefined) return null
  // Date takes 30 February for 2 March.
  if (new Date(`${day}T00:00:00Z`).getUTCDate() !== Number(day.slice(8))) return null
  const time = Date.parse(String(value))
  return time >= 0 ? readTimestamp(value) : null
}
