import { hash } from 'node:crypto'
import type { JsonBytes } from '@ollama-dashboard/core'

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
export const serialized = <T extends object>(value: T): Serialized<T> =>
  remembered(value, () => {
    const json = JSON.stringify(value)
    return json.length <= sentAsText ? json : Buffer.from(json)
  })

/** JSON that core has made, which hands out the same object as long as it is the same. */
export const serializedBytes = <T>(json: JsonBytes<T>): Serialized<T> => remembered(json, () => json.bytes)

function remembered<T>(value: object, toBody: () => string | Buffer): Serialized<T> {
  const known = made.get(value)
  // Whoever stored it under this value had this value's type.
  if (known) return known as Serialized<T>
  const body = toBody()
  const fresh: Serialized<T> = { body, etag: `"${hash('sha1', body, 'base64url')}"` }
  made.set(value, fresh)
  serialisations.add(fresh)
  return fresh
}

export const isSerialized = (value: unknown): value is Serialized<unknown> =>
  typeof value === 'object' && value !== null && serialisations.has(value)
