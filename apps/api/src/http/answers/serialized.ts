import { hash } from 'node:crypto'
import type { JsonText } from '@ollama-dashboard/core'

declare const ofType: unique symbol

/** An answer whose JSON exists already, with the tag that tells it from any other. */
export interface Serialized<T> {
  readonly body: string | Buffer
  readonly etag: string
  readonly [ofType]?: T
}

/** A short text leaves in one write with its headers; a long one is better encoded once than for each answer. */
const sentAsText = 16_384

const made = new WeakMap<object, Serialized<unknown>>()
const serialisations = new WeakSet<object>()

/** The JSON of a value, made once for as long as core hands out the same object: a list is serialised per change, not per request. */
export const serialized = <T extends object>(value: T): Serialized<T> => remembered(value, () => JSON.stringify(value))

/** JSON that core has made, which hands out the same object for the same text. */
export const serializedText = <T>(json: JsonText<T>): Serialized<T> => remembered(json, () => json.text)

function remembered<T>(value: object, toJson: () => string): Serialized<T> {
  const known = made.get(value)
  // Whoever stored it under this value had this value's type.
  if (known) return known as Serialized<T>
  const json = toJson()
  const body = json.length <= sentAsText ? json : Buffer.from(json)
  const fresh: Serialized<T> = { body, etag: `"${hash('sha1', body, 'base64url')}"` }
  made.set(value, fresh)
  serialisations.add(fresh)
  return fresh
}

export const isSerialized = (value: unknown): value is Serialized<unknown> =>
  typeof value === 'object' && value !== null && serialisations.has(value)
