import { isDeepStrictEqual } from 'node:util'

/** A server did not do what a check expects; the message is the reason that is printed. */
export class Unmet extends Error {
  override readonly name = 'Unmet'
}

export function verify(condition: unknown, reason: string): asserts condition {
  if (!condition) throw new Unmet(reason)
}

export function verifyEqual(what: string, actual: unknown, expected: unknown): void {
  verify(isDeepStrictEqual(actual, expected), `${what} is ${show(actual)} rather than ${show(expected)}`)
}

export type Kind = 'string' | 'number' | 'boolean' | 'object' | 'array'

/** Holds that these fields are there, and of these JSON types; more may be there. */
export function verifyFields(what: string, object: JsonObject, kinds: Readonly<Record<string, Kind>>): void {
  for (const [field, kind] of Object.entries(kinds))
    verifyEqual(`the type of ${what}.${field}`, kindOf(object[field]), kind)
}

export function verifyAbsent(what: string, object: JsonObject, fields: readonly string[]): void {
  for (const field of fields) verify(!(field in object), `${what} has a field ${field}`)
}

export type JsonObject = Readonly<Record<string, unknown>>

export function objectOf(what: string, value: unknown): JsonObject {
  verify(isObject(value), `${what} is ${show(value)} rather than an object`)
  return value
}

export function listOf(what: string, value: unknown): readonly JsonObject[] {
  verify(Array.isArray(value), `${what} is ${show(value)} rather than a list`)
  return value.map((item) => objectOf(`an entry of ${what}`, item))
}

export function numberOf(what: string, value: unknown): number {
  verify(typeof value === 'number', `${what} is ${show(value)} rather than a number`)
  return value
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const kindOf = (value: unknown) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value)

const SHOWN_CHARACTERS = 200

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}
