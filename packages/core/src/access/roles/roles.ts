import {
  roles as builtIn,
  builtInPermissions,
  type CreateRoleRequest,
  isBuiltIn,
  limits,
  permissionsOf,
  type RoleRecord,
  type UpdateRoleRequest,
} from '@ollama-dashboard/contracts'
import type { EventBus } from '../../events/event-bus.ts'
import { type CallContext, keyIdOf } from '../../kernel/call-context.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { oneLine } from '../../kernel/text/one-line.ts'
import { differences } from '../../kernel/told-changes.ts'
import { expectHeld, type KeyChecks, roleNotFound } from '../checks/key-checks.ts'
import type { KeyRegistry } from '../key-registry.ts'
import type { StoredKey } from '../key-table.ts'
import { expectParts } from './checked-role.ts'
import type { KnownRole } from './role-book.ts'
import type { StoredRole } from './role-table.ts'

export interface RoleInput {
  readonly name: string
}

/** Roles that are made, changed and deleted at run time. Each method throws `storage_unavailable`; nothing is changed then. */
export interface Roles {
  /** The built-in ones, then the others by name. */
  list(context: CallContext): Promise<readonly RoleRecord[]>
  /** Throws `validation_failed`, `role_exists`, `permission_not_held` and `too_many_roles`. */
  create(context: CallContext, input: CreateRoleRequest): Promise<RoleRecord>
  /**
   * Changes what every key with the role may do; what they hold open ends where that is less. Throws `validation_failed`,
   * `role_not_found`, `role_not_changeable`, `permission_not_held` and `last_admin`.
   */
  update(context: CallContext, input: RoleInput & UpdateRoleRequest): Promise<RoleRecord>
  /** Throws `role_not_found`, `role_not_changeable`, `permission_not_held` and `role_in_use`. */
  remove(context: CallContext, input: RoleInput): Promise<void>
}

export interface RolesOptions {
  readonly registry: KeyRegistry
  readonly checks: KeyChecks
  readonly events: EventBus
  readonly clock: Clock
}

export function createRoles({ registry, checks, events, clock }: RolesOptions): Roles {
  const { roles } = registry

  const keysWith = (name: string, keys: readonly StoredKey[]) =>
    keys.filter(({ role, revoked_at }) => role === name && revoked_at === null)

  const countFor = ({ actor }: CallContext) => {
    const seen = checks.seenBy(actor)
    return (name: string) => keysWith(name, seen).length
  }

  const announce = ({ actor }: CallContext, name: string, what: string) =>
    events.announce({ type: 'roles.changed', detail: `"${name}" ${what}` }, actor)

  function expectChangeable({ actor }: CallContext, name: string): KnownRole {
    if (isBuiltIn(name)) {
      throw new DashboardError('role_not_changeable', `The role "${name}" is built in.`, {
        hint: 'Make another one that is based on it.',
      })
    }
    const role = roles.find(name)
    if (!role) throw roleNotFound(name)
    expectHeld(actor, { permissions: role.permissions, grant: actor.grant })
    return role
  }

  return {
    list: (context) =>
      registry.upToDate(async () => {
        const count = countFor(context)
        const made = roles.all().toSorted((a, b) => (a.stored.name < b.stored.name ? -1 : 1))
        return [...builtIn.map((name) => builtInRecord(name, count(name))), ...made.map((one) => recordOf(one, count))]
      }),

    create: (context, { name, description = '', ...parts }) =>
      registry.inTurn(async () => {
        if (isBuiltIn(name) || roles.has(name)) throw nameTaken(name)
        if (roles.all().length >= limits.roles) throw tooMany()
        expectParts(parts)
        const stored: StoredRole = {
          name,
          description: oneLine(description) ?? '',
          based_on: null,
          allow: [],
          deny: [],
          ...parts,
          created_at: timestamp(clock.now()),
          created_by: keyIdOf(context.actor),
        }
        const permissions = permissionsOf(stored)
        expectHeld(context.actor, { permissions, grant: context.actor.grant })
        if (!(await registry.addRole(stored))) throw nameTaken(name)
        context.changed?.({ target: name, after: toldOf(stored) })
        announce(context, name, 'created')
        return recordOf({ stored, permissions }, () => 0)
      }),

    update: (context, { name, description, ...change }) =>
      registry.inTurn(async () => {
        const { stored: before } = expectChangeable(context, name)
        expectParts(change)
        const stored: StoredRole = {
          ...before,
          ...change,
          description: description === undefined ? before.description : (oneLine(description) ?? ''),
        }
        const permissions = permissionsOf(stored)
        const having = keysWith(name, registry.all())
        expectHeld(context.actor, { permissions, grant: context.actor.grant })
        // Who sees a part changes nothing for those that see more.
        for (const key of having) expectHeld(context.actor, { permissions, grant: roles.rightsOf(key).grant })
        if (permissions.size < builtInPermissions.admin.size) checks.expectAdminWithout(having)
        if (!(await registry.replaceRole(stored))) throw roleNotFound(name)
        context.changed?.({ target: name, ...differences(toldOf(before), toldOf(stored)) })
        announce(context, name, 'changed')
        return recordOf({ stored, permissions }, countFor(context))
      }),

    remove: (context, { name }) =>
      registry.inTurn(async () => {
        const { stored } = expectChangeable(context, name)
        const having = keysWith(name, registry.all())
        if (having.length > 0 || !(await registry.removeRole(name))) throw inUse(name, countFor(context)(name))
        context.changed?.({ target: name, before: toldOf(stored) })
        announce(context, name, 'deleted')
      }),
  }
}

/** What the audit log tells of it. */
const toldOf = ({ description, based_on, allow, deny }: StoredRole) => ({ description, based_on, allow, deny })

const recordOf = ({ stored, permissions }: KnownRole, keys: (name: string) => number): RoleRecord => ({
  name: stored.name,
  description: stored.description,
  built_in: false,
  based_on: stored.based_on,
  allow: [...stored.allow],
  deny: [...stored.deny],
  permissions: [...permissions],
  keys: keys(stored.name),
  created_at: stored.created_at,
  created_by: stored.created_by,
})

const descriptions = {
  viewer: 'Sees everything, and changes nothing',
  operator: 'Also runs, pulls and sets up models, and chats',
  admin: 'Everything, also deleting models, keys and roles',
} as const

const builtInRecord = (name: keyof typeof descriptions, keys: number): RoleRecord => ({
  name,
  description: descriptions[name],
  built_in: true,
  based_on: null,
  allow: [...builtInPermissions[name]],
  deny: [],
  permissions: [...builtInPermissions[name]],
  keys,
  created_at: null,
  created_by: null,
})

const nameTaken = (name: string) =>
  new DashboardError('role_exists', `A role "${name}" already exists.`, { hint: 'Choose another name.' })

const tooMany = () =>
  new DashboardError('too_many_roles', `There are ${limits.roles} roles already.`, { hint: 'Delete one first.' })

/** A narrowed caller is not told of keys that it does not see. */
const inUse = (name: string, keys: number) =>
  new DashboardError(
    'role_in_use',
    keys === 0
      ? `Keys have the role "${name}".`
      : `${keys === 1 ? '1 key has' : `${keys} keys have`} the role "${name}".`,
    { hint: 'Give them another role first, or revoke them.' },
  )
