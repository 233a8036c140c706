import { builtInPermissions, type Role, roles, type Session } from '@ollama-dashboard/contracts'
import { hashKey } from '@ollama-dashboard/core'

export const keyOf = (role: Role) => `key-of-the-${role}`
export const as = (role: Role) => ({ authorization: `Bearer ${keyOf(role)}` })

/** A key of each role, as the environment sets them. */
export const testKeys = roles.map((role) => ({ id: `env:${role}`, role, sha256: hashKey(keyOf(role)) }))

/** What `GET /api/session` tells somebody whose key nothing narrows. */
export const sessionOf = (role: Role | null, key_id: string | null, via: Session['via']): Session => ({
  role,
  key_id,
  permissions: role === null ? [] : [...builtInPermissions[role]],
  grant: null,
  via,
})
