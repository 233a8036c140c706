import {
  type ApiKey,
  type CreateKeyRequest,
  type FreshKey,
  limits,
  type RotateKeyRequest,
  type UpdateKeyRequest,
} from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import { type CallContext, keyIdOf } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { nameKey } from '../kernel/text/name-key.ts'
import { givenLine } from '../kernel/text/one-line.ts'
import { differences } from '../kernel/told-changes.ts'
import { type AcceptedKey, hashKey } from './accepted-key.ts'
import { checkedExpiry } from './checked-expiry.ts'
import { newKey, newKeyId } from './key-form.ts'
import type { KeyRegistry } from './key-registry.ts'
import type { StoredKey } from './key-table.ts'
import type { KeyUses } from './key-uses.ts'
import { apiKeyOf, nameOfAccepted, toldOf, viewsOfAccepted } from './key-views.ts'

export interface KeyInput {
  readonly id: string
}

/**
 * Keys that are made, changed and revoked at run time. Each method throws `storage_unavailable`; nothing is changed then.
 * A key that was revoked stays in the list, so that records which name it can be read.
 */
export interface Keys {
  /** Those set before the start, then the others by name, revoked ones included. */
  list(context: CallContext): Promise<readonly ApiKey[]>
  /** By id. */
  names(context: CallContext): Promise<Readonly<Record<string, string>>>
  /** Throws `validation_failed`, `key_exists` and `too_many_keys`. */
  create(context: CallContext, input: CreateKeyRequest): Promise<FreshKey>
  /** Throws `validation_failed`, `key_not_found`, `key_not_changeable`, `key_revoked`, `key_exists` and `last_admin`. */
  update(context: CallContext, input: KeyInput & UpdateKeyRequest): Promise<ApiKey>
  /** Makes another key for what a key stands for. Throws `key_not_found`, `key_not_changeable` and `key_revoked`. */
  rotate(context: CallContext, input: KeyInput & RotateKeyRequest): Promise<FreshKey>
  /** Resolves with its name. Throws `key_not_found`, `key_not_changeable`, `key_revoked` and `last_admin`. */
  revoke(context: CallContext, input: KeyInput): Promise<string>
}

export interface KeysOptions {
  /** Set before the start; null where no key is needed. */
  readonly accepted: readonly AcceptedKey[] | null
  readonly registry: KeyRegistry
  readonly uses: KeyUses
  readonly events: EventBus
  readonly clock: Clock
}

const byName = new Intl.Collator('en', { numeric: true }).compare

export function createKeys({ accepted, registry, uses, events, clock }: KeysOptions): Keys {
  const fixed = accepted ?? []

  const viewOf = (key: StoredKey): ApiKey => apiKeyOf(key, uses.find(key.id), clock.now())

  const announce = ({ actor }: CallContext, { name }: StoredKey, what: string) =>
    events.announce({ type: 'keys.changed', detail: `"${name}" ${what}` }, actor)

  /** Throws where it is not there, or cannot be changed. */
  function expectChangeable(id: string): StoredKey {
    if (fixed.some((key) => key.id === id)) throw notChangeable(nameOfAccepted(id))
    const key = registry.find(id)
    if (!key) throw new DashboardError('key_not_found', 'Key not found.', { hint: 'Read the list of keys again.' })
    if (key.revoked_at !== null) {
      throw new DashboardError('key_revoked', `The key "${key.name}" was revoked.`, { hint: 'Create another one.' })
    }
    return key
  }

  function expectFree({ id, name }: Pick<StoredKey, 'id' | 'name'>): void {
    const isSame = (other: StoredKey) => other.revoked_at === null && nameKey(other.name) === nameKey(name)
    const other = registry.all().find((one) => one.id !== id && isSame(one))
    if (other) throw exists(other.name)
  }

  /** Somebody has to be able to let others in, for ever: where nothing else does, the last such key stays as it is. */
  function expectOtherAdmin(before: StoredKey): void {
    if (accepted === null || accepted.some(({ role }) => role === 'admin') || !isLastingAdmin(before)) return
    if (registry.all().some((other) => other.id !== before.id && isLastingAdmin(other))) return
    throw new DashboardError('last_admin', `"${before.name}" is the last admin key that does not expire.`, {
      hint: 'Create another admin key first.',
    })
  }

  /** Revoked ones are kept as many as others may be. */
  async function makeRoom(): Promise<void> {
    const revoked = registry.all().filter(({ revoked_at }) => revoked_at !== null)
    if (registry.all().length - revoked.length >= limits.keys) throw tooMany()
    const surplus = revoked
      .sort((a, b) => String(a.revoked_at).localeCompare(String(b.revoked_at)))
      .slice(0, Math.max(0, revoked.length - limits.keys))
    if (surplus.length > 0) await registry.remove(surplus.map(({ id }) => id))
  }

  return {
    list: () =>
      registry.inTurn(async () => {
        const stored = registry.all().map(viewOf)
        return [...viewsOfAccepted(fixed, uses), ...stored.sort((a, b) => byName(a.name, b.name))]
      }),

    names: () =>
      registry.inTurn(async () => {
        const names = [
          ...fixed.map(({ id }) => [id, nameOfAccepted(id)]),
          ...registry.all().map(({ id, name }) => [id, name]),
        ]
        return Object.fromEntries(names)
      }),

    create: (context, { name, role, expires_at = null }) =>
      registry.inTurn(async () => {
        const id = newKeyId()
        const key = newKey(id)
        const made: StoredKey = {
          id,
          name: givenLine('name', name),
          role,
          sha256: hashKey(key).toString('hex'),
          replaced_sha256: null,
          replaced_until: null,
          created_at: timestamp(clock.now()),
          created_by: keyIdOf(context.actor),
          expires_at: checkedExpiry(expires_at, clock),
          revoked_at: null,
        }
        expectFree(made)
        await makeRoom()
        if (!(await registry.add(made))) throw exists(made.name)
        context.changed?.({ target: id, after: toldOf(made) })
        announce(context, made, 'created')
        return { ...viewOf(made), key }
      }),

    update: (context, { id, ...change }) =>
      registry.inTurn(async () => {
        const before = expectChangeable(id)
        const { name, role = before.role, expires_at } = change
        const after: StoredKey = {
          ...before,
          name: name === undefined ? before.name : givenLine('name', name),
          role,
          expires_at: expires_at === undefined ? before.expires_at : checkedExpiry(expires_at, clock),
        }
        expectFree(after)
        if (!isLastingAdmin(after)) expectOtherAdmin(before)
        if (!(await registry.replace(after))) throw exists(after.name)
        context.changed?.({ target: id, ...differences(toldOf(before), toldOf(after)) })
        announce(context, after, 'changed')
        return viewOf(after)
      }),

    rotate: (context, { id, grace_seconds = 0 }) =>
      registry.inTurn(async () => {
        const before = expectChangeable(id)
        const key = newKey(id)
        const after: StoredKey = {
          ...before,
          sha256: hashKey(key).toString('hex'),
          replaced_sha256: before.sha256,
          replaced_until: grace_seconds === 0 ? null : timestamp(clock.now() + grace_seconds * 1000),
        }
        await registry.replace(after)
        context.changed?.({ target: id, after: { name: after.name, replaced_until: after.replaced_until } })
        announce(context, after, 'replaced')
        return { ...viewOf(after), key }
      }),

    revoke: (context, { id }) =>
      registry.inTurn(async () => {
        const before = expectChangeable(id)
        expectOtherAdmin(before)
        await registry.replace({ ...before, revoked_at: timestamp(clock.now()) })
        context.changed?.({ target: id, before: toldOf(before) })
        announce(context, before, 'revoked')
        return before.name
      }),
  }
}

const isLastingAdmin = ({ role, revoked_at, expires_at }: StoredKey): boolean =>
  role === 'admin' && revoked_at === null && expires_at === null

const exists = (name: string) =>
  new DashboardError('key_exists', `A key "${name}" already exists.`, { hint: 'Choose another name.' })

const tooMany = () =>
  new DashboardError('too_many_keys', `There are ${limits.keys} keys already.`, { hint: 'Revoke one first.' })

const notChangeable = (name: string) =>
  new DashboardError('key_not_changeable', `${name} is set before the start.`, {
    hint: 'Change it where the dashboard is started, and restart it.',
  })
