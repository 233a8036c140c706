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
import { hidesNames } from '../kernel/rights/held-grant.ts'
import { givenLine } from '../kernel/text/one-line.ts'
import { differences } from '../kernel/told-changes.ts'
import { type AcceptedKey, hashKey } from './accepted-key.ts'
import { checkedExpiry } from './checks/checked-expiry.ts'
import { checkedGrant } from './checks/checked-grant.ts'
import { type KeyChecks, nameTaken } from './checks/key-checks.ts'
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
  /**
   * Those set before the start, then the others by name, revoked ones included. Who sees only some models or servers gets
   * the keys that see no more.
   */
  list(context: CallContext): Promise<readonly ApiKey[]>
  /** By id. */
  names(context: CallContext): Promise<Readonly<Record<string, string>>>
  /** Throws `validation_failed`, `role_not_found`, `permission_not_held`, `key_exists` and `too_many_keys`. */
  create(context: CallContext, input: CreateKeyRequest): Promise<FreshKey>
  /** Throws what `create` and `revoke` throw, but `too_many_keys`. */
  update(context: CallContext, input: KeyInput & UpdateKeyRequest): Promise<ApiKey>
  /** Makes another key for what a key stands for. Throws what `revoke` throws, but `last_admin`. */
  rotate(context: CallContext, input: KeyInput & RotateKeyRequest): Promise<FreshKey>
  /**
   * Resolves with its name. Throws `key_not_found`, `key_not_changeable`, `key_revoked`, `permission_not_held` for a key that
   * may do more than its caller, and `last_admin`.
   */
  revoke(context: CallContext, input: KeyInput): Promise<string>
}

export interface KeysOptions {
  /** Set before the start; null where no key is needed. */
  readonly accepted: readonly AcceptedKey[] | null
  readonly registry: KeyRegistry
  readonly checks: KeyChecks
  readonly uses: KeyUses
  readonly events: EventBus
  readonly clock: Clock
}

const byName = new Intl.Collator('en', { numeric: true }).compare

export function createKeys({ accepted, registry, checks, uses, events, clock }: KeysOptions): Keys {
  const fixed = accepted ?? []

  const { expectMine, expectGiven, expectFree, expectAdminWithout, isLastingAdmin } = checks

  const viewOf = (key: StoredKey): ApiKey => apiKeyOf(key, uses.find(key.id), clock.now())

  const announce = ({ actor }: CallContext, { name }: StoredKey, what: string) =>
    events.announce({ type: 'keys.changed', detail: `"${name}" ${what}` }, actor)

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
    list: ({ actor }) =>
      registry.upToDate(async () => {
        const stored = checks.seenBy(actor).map(viewOf)
        // Nothing narrows those: they are beyond whoever sees a part.
        const others = hidesNames(actor.grant) ? [] : viewsOfAccepted(fixed, uses)
        return [...others, ...stored.sort((a, b) => byName(a.name, b.name))]
      }),

    names: () =>
      registry.upToDate(async () => {
        const names = [
          ...fixed.map(({ id }) => [id, nameOfAccepted(id)]),
          ...registry.all().map(({ id, name }) => [id, name]),
        ]
        return Object.fromEntries(names)
      }),

    create: (context, { name, role, grant = null, expires_at = null }) =>
      registry.inTurn(async () => {
        const id = newKeyId()
        const key = newKey(id)
        const made: StoredKey = {
          id,
          name: givenLine('name', name),
          role,
          grant: checkedGrant(grant),
          sha256: hashKey(key).toString('hex'),
          replaced_sha256: null,
          replaced_until: null,
          created_at: timestamp(clock.now()),
          created_by: keyIdOf(context.actor),
          expires_at: checkedExpiry(expires_at, clock),
          revoked_at: null,
        }
        expectGiven(context.actor, made)
        expectFree(made)
        await makeRoom()
        if (!(await registry.add(made))) throw nameTaken(made.name)
        context.changed?.({ target: id, after: toldOf(made) })
        announce(context, made, 'created')
        return { ...viewOf(made), key }
      }),

    update: (context, { id, ...change }) =>
      registry.inTurn(async () => {
        const before = expectMine(context.actor, id)
        const { name, role = before.role, grant, expires_at } = change
        const after: StoredKey = {
          ...before,
          name: name === undefined ? before.name : givenLine('name', name),
          role,
          grant: grant === undefined ? before.grant : checkedGrant(grant),
          expires_at: expires_at === undefined ? before.expires_at : checkedExpiry(expires_at, clock),
        }
        expectGiven(context.actor, after)
        expectFree(after)
        if (!isLastingAdmin(after)) expectAdminWithout([before])
        if (!(await registry.replace(after))) throw nameTaken(after.name)
        context.changed?.({ target: id, ...differences(toldOf(before), toldOf(after)) })
        announce(context, after, 'changed')
        return viewOf(after)
      }),

    rotate: (context, { id, grace_seconds = 0 }) =>
      registry.inTurn(async () => {
        const before = expectMine(context.actor, id)
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
        const before = expectMine(context.actor, id)
        expectAdminWithout([before])
        await registry.replace({ ...before, revoked_at: timestamp(clock.now()) })
        context.changed?.({ target: id, before: toldOf(before) })
        announce(context, before, 'revoked')
        return before.name
      }),
  }
}

const tooMany = () =>
  new DashboardError('too_many_keys', `There are ${limits.keys} keys already.`, { hint: 'Revoke one first.' })
