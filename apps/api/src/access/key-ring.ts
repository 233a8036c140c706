import { hash, timingSafeEqual } from 'node:crypto'
import type { Role } from '@ollama-dashboard/contracts'

/** A key that is accepted, known only by its hash. The id tells people which one it is and nothing about it. */
export interface AcceptedKey {
  readonly id: string
  readonly role: Role
  readonly sha256: Buffer
}

/** Keys are long and random: one round of SHA-256 is enough, and cheap enough for every request. */
export const hashKey = (key: string): Buffer => hash('sha256', key, 'buffer')

/** Looks at every key, so that the time taken tells nothing of which one came close. */
export function findKey(keys: readonly AcceptedKey[], given: string): AcceptedKey | null {
  const sha256 = hashKey(given)
  let found: AcceptedKey | null = null
  for (const key of keys) {
    if (timingSafeEqual(key.sha256, sha256)) found = key
  }
  return found
}

/** As `findKey`, for every request: an accepted key is hashed the first time only. Others are not remembered. */
export function keyFinder(keys: readonly AcceptedKey[]): (given: string) => AcceptedKey | null {
  const accepted = new Map<string, AcceptedKey>()
  return (given) => {
    const key = accepted.get(given) ?? findKey(keys, given)
    if (key) accepted.set(given, key)
    return key
  }
}
