import type { ApiKey } from '@ollama-dashboard/contracts'
import { roleName } from '../../../lib/access/roles.ts'
import type { KeysSearch } from './keys-search.ts'

/** Whoever uses a key that expires within this time should know. */
const soonMs = 7 * 86_400_000

export type KeyState = 'works' | 'soon' | 'expired' | 'revoked'

/** What has become of a key; `soon`: it expires within a week. */
export function stateOf({ expires_at, revoked_at }: ApiKey, now: number): KeyState {
  if (revoked_at !== null) return 'revoked'
  if (expires_at === null) return 'works'
  const leftMs = Date.parse(expires_at) - now
  return leftMs <= 0 ? 'expired' : leftMs < soonMs ? 'soon' : 'works'
}

/** Whether the key that a rotation replaced still works. */
export const isRotating = ({ replaced_until }: ApiKey, now: number): boolean =>
  replaced_until !== null && Date.parse(replaced_until) > now

export interface KeyCounts {
  readonly all: number
  readonly soon: number
  readonly revoked: number
}

/** `all` has no revoked ones. */
export function countKeys(keys: readonly ApiKey[], now: number): KeyCounts {
  const states = keys.map((key) => stateOf(key, now))
  const count = (state: KeyState) => states.filter((one) => one === state).length
  return { all: keys.length - count('revoked'), soon: count('soon'), revoked: count('revoked') }
}

/** Those that are set before the start first, revoked ones last; each group by name. */
const rankOf = ({ source, revoked_at }: ApiKey): number => (revoked_at !== null ? 2 : source === 'stored' ? 1 : 0)

/** What a search reads of a key: its name, its role, and what narrows it. */
const textOf = ({ name, role, grant }: ApiKey): string =>
  [name, roleName(role), role, ...Object.values(grant ?? {}).flat()].join('\n')

/** The keys that the address asks for, in the order in which they stand. */
export function shownKeys(keys: readonly ApiKey[], { q = '', may, revoked }: Omit<KeysSearch, 'make'>) {
  const wanted = q.toLowerCase()
  const isShown = (key: ApiKey) =>
    (revoked || key.revoked_at === null) &&
    (may === undefined || key.role === may) &&
    textOf(key).toLowerCase().includes(wanted)
  const byName = new Intl.Collator('en', { sensitivity: 'base', numeric: true })
  return keys.filter(isShown).sort((a, b) => rankOf(a) - rankOf(b) || byName.compare(a.name, b.name))
}
