import { randomBytes, randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'

const idCharacters = 'abcdefghijklmnopqrstuvwxyz0123456789'
/** Read by fixed lengths: base64url has underscores too. */
const form = /^(od_([a-z0-9]{10})_[\w-]{43})_([0-9a-f]{8})$/

/** What a text that has the form of a key says of itself. */
export interface ReadKey {
  /** Id of the record: `key:…`. */
  readonly id: string
  /** Whether the checksum is that of the rest. If not, somebody mistyped it, and no such key was ever made. */
  readonly isWhole: boolean
}

/** Of a record. The rest of it, after `key:`, stands in the key. */
export const newKeyId = (): string =>
  `key:${Array.from({ length: 10 }, () => idCharacters[randomInt(idCharacters.length)]).join('')}`

/** How the keys of a record begin. */
export const keyPrefix = (id: string): string => `od_${id.slice('key:'.length)}`

/**
 * A key of a record: `od_<id>_<43 base64url>_<crc>`, with 32 random bytes and the CRC-32 of all that stands before it in hex.
 * So secret scanners find it, and a mistyped one is told from a wrong one.
 */
export function newKey(id: string): string {
  const text = `${keyPrefix(id)}_${randomBytes(32).toString('base64url')}`
  return `${text}_${checksum(text)}`
}

/** Null for a text that has another form. */
export function readKey(text: string): ReadKey | null {
  const [, body, id, given] = form.exec(text) ?? []
  if (body === undefined) return null
  return { id: `key:${id}`, isWhole: checksum(body) === given }
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0')
