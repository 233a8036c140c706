import { type Role, roles } from '@ollama-dashboard/contracts'
import { hashKey } from '@ollama-dashboard/core'

export const keyOf = (role: Role) => `key-of-the-${role}`
export const as = (role: Role) => ({ authorization: `Bearer ${keyOf(role)}` })

/** A key of each role, as the environment sets them. */
export const testKeys = roles.map((role) => ({ id: `env:${role}`, role, sha256: hashKey(keyOf(role)) }))
