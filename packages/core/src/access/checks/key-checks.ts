import type { Actor } from '../../kernel/call-context.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { coversGrant, coversNames, hidesNames, holdGrant } from '../../kernel/rights/held-grant.ts'
import { holdsEverything, lacking, type Rights } from '../../kernel/rights/rights.ts'
import { nameKey } from '../../kernel/text/name-key.ts'
import type { AcceptedKey } from '../accepted-key.ts'
import type { KeyRegistry } from '../key-registry.ts'
import type { StoredKey } from '../key-table.ts'
import { nameOfAccepted } from '../key-views.ts'

/** What has to hold before a key or a role is changed. */
export interface KeyChecks {
  /** The keys that an actor may know of. */
  seenBy(actor: Actor): readonly StoredKey[]
  /**
   * Finds a key that an actor may change: one that may do nothing that the actor may not. Throws `key_not_found`,
   * `key_not_changeable`, `key_revoked` and `permission_not_held`.
   */
  expectMine(actor: Actor, id: string): StoredKey
  /** Throws `role_not_found`, and `permission_not_held` where an actor would give what it does not have. */
  expectGiven(actor: Actor, key: Pick<StoredKey, 'role' | 'grant'>): void
  /** Throws `key_exists`. */
  expectFree(key: Pick<StoredKey, 'id' | 'name'>): void
  /** Whether a key lets an admin in for ever, from everywhere. */
  isLastingAdmin(key: StoredKey): boolean
  /** Throws `last_admin` where nobody could let others in any more without these keys. */
  expectAdminWithout(keys: readonly StoredKey[]): void
}

export function createKeyChecks(accepted: readonly AcceptedKey[] | null, registry: KeyRegistry): KeyChecks {
  const { roles } = registry

  const isSeen = ({ grant }: Actor, key: StoredKey) =>
    !hidesNames(grant) || coversNames(grant, key.grant && holdGrant(key.grant))

  const isLastingAdmin = (key: StoredKey): boolean =>
    key.revoked_at === null && key.expires_at === null && key.grant === null && holdsEverything(roles.rightsOf(key))

  return {
    isLastingAdmin,

    seenBy: (actor) => registry.all().filter((key) => isSeen(actor, key)),

    expectMine(actor, id) {
      const fixed = accepted?.some((key) => key.id === id) && !hidesNames(actor.grant)
      if (fixed) throw notChangeable(nameOfAccepted(id))
      const key = registry.find(id)
      if (!key || !isSeen(actor, key))
        throw new DashboardError('key_not_found', 'Key not found.', { hint: 'Read the list of keys again.' })
      if (key.revoked_at !== null) {
        throw new DashboardError('key_revoked', `The key "${key.name}" was revoked.`, { hint: 'Create another one.' })
      }
      expectHeld(actor, roles.rightsOf(key))
      return key
    },

    expectGiven(actor, key) {
      if (!roles.has(key.role)) throw roleNotFound(key.role)
      expectHeld(actor, roles.rightsOf(key))
    },

    expectFree({ id, name }) {
      const isSame = (other: StoredKey) => other.revoked_at === null && nameKey(other.name) === nameKey(name)
      const other = registry.all().find((one) => one.id !== id && isSame(one))
      if (other) throw nameTaken(other.name)
    },

    expectAdminWithout(keys) {
      const last = keys.find(isLastingAdmin)
      if (!last || accepted === null || accepted.some(({ role }) => role === 'admin')) return
      if (registry.all().some((other) => !keys.includes(other) && isLastingAdmin(other))) return
      throw new DashboardError('last_admin', `"${last.name}" is the last admin key that does not expire.`, {
        hint: 'Create another admin key first.',
      })
    },
  }
}

/** How many permissions an error names. */
const namedAtMost = 3

/** Nobody gives or takes away what they do not have themselves. Throws `permission_not_held`. */
export function expectHeld(actor: Actor, { permissions, grant }: Pick<Rights, 'permissions' | 'grant'>): void {
  const missing = lacking(permissions, actor.permissions)
  if (missing.length > 0) {
    const named = missing.slice(0, namedAtMost).map((id) => `"${id}"`)
    const rest = missing.length - named.length
    const all = [...named, ...(rest > 0 ? [`${rest} more`] : [])]
    const last = all.pop()
    const text = all.length > 0 ? `permissions ${all.join(', ')} and ${last}` : `permission ${last}`
    throw new DashboardError('permission_not_held', `The key in use does not have the ${text} itself.`, {
      hint: 'Leave out what you do not have, or ask an administrator.',
    })
  }
  if (!coversGrant(actor.grant, grant)) {
    throw new DashboardError('permission_not_held', 'The key in use is narrowed to less than that itself.', {
      hint: 'Narrow the key to a part of what your own key sees, or ask an administrator.',
    })
  }
}

export const roleNotFound = (name: string) =>
  new DashboardError('role_not_found', `There is no role "${name}".`, { hint: 'Read the list of roles again.' })

export const nameTaken = (name: string) =>
  new DashboardError('key_exists', `A key "${name}" already exists.`, { hint: 'Choose another name.' })

const notChangeable = (name: string) =>
  new DashboardError('key_not_changeable', `${name} is set before the start.`, {
    hint: 'Change it where the dashboard is started, and restart it.',
  })
