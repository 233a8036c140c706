/** Values out of somebody else's JSON, where nearly every field may be missing or of another type: then null. */

export type JsonObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {})

export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

export const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null

/** A count of bytes or tokens. */
export const countOf = (value: unknown): number | null => {
  const number = numberOf(value)
  return number !== null && number >= 0 ? Math.trunc(number) : null
}

export const textsOf = (value: unknown): readonly string[] | null =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : null
