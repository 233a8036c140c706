import type { ApiKey } from '@ollama-dashboard/contracts'
import type { AcceptedKey } from './accepted-key.ts'
import { keyPrefix } from './key-form.ts'
import type { KeyUse, StoredKey } from './key-table.ts'
import type { KeyUses } from './key-uses.ts'

/** A stored key as people are told of it; `now` in milliseconds since the epoch. */
export function apiKeyOf(key: StoredKey, use: KeyUse | null, now: number): ApiKey {
  const { id, name, role, grant, created_at, created_by, expires_at, revoked_at, replaced_until } = key
  const isReplacing = revoked_at === null && replaced_until !== null && Date.parse(replaced_until) > now
  return {
    id,
    name,
    role,
    grant,
    source: 'stored',
    prefix: keyPrefix(id),
    created_at,
    created_by,
    expires_at,
    ...lastUseOf(use),
    replaced_until: isReplacing ? replaced_until : null,
    revoked_at,
  }
}

/** What the audit log tells of a key. */
export const toldOf = ({ name, role, grant, expires_at }: StoredKey) => ({ name, role, grant, expires_at })

/** Those that are set before the start: both keys of a rotation are one. */
export const viewsOfAccepted = (accepted: readonly AcceptedKey[], uses: Pick<KeyUses, 'find'>): ApiKey[] =>
  [...new Map(accepted.map((key) => [key.id, key])).values()].map(({ id, role }) => ({
    id,
    name: nameOfAccepted(id),
    role,
    grant: null,
    source: id === generatedId ? 'generated' : 'environment',
    prefix: null,
    created_at: null,
    created_by: null,
    expires_at: null,
    ...lastUseOf(uses.find(id)),
    replaced_until: null,
    revoked_at: null,
  }))

const generatedId = 'generated:admin'

/** As its variable is called: `API_KEY_ADMIN` for `env:admin`. */
export function nameOfAccepted(id: string): string {
  if (id === generatedId) return 'Generated admin key'
  const [, role] = /^env:(\w+)$/.exec(id) ?? []
  return role === undefined ? id : `API_KEY_${role.toUpperCase()}`
}

const lastUseOf = (use: KeyUse | null): Pick<ApiKey, 'last_used_at' | 'last_used_from'> => ({
  last_used_at: use?.last_used_at ?? null,
  last_used_from: use?.last_used_from ?? null,
})
