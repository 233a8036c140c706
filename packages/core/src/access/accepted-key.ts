import { hash } from 'node:crypto'
import type { Role } from '@ollama-dashboard/contracts'

/** A key that was set before the start, known only by its hash. The id tells people which one it is and nothing about it. */
export interface AcceptedKey {
  /** `env:admin`, `generated:admin`. Both keys of a rotation have the same. */
  readonly id: string
  readonly role: Role
  readonly sha256: Buffer
}

/** Keys are long and random: one round of SHA-256 is enough. */
export const hashKey = (key: string): Buffer => hash('sha256', key, 'buffer')
