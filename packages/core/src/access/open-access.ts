import type { EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import type { SharedLink } from '../replicas/shared-link.ts'
import type { AcceptedKey } from './accepted-key.ts'
import { createKeyChecks } from './checks/key-checks.ts'
import { type Credentials, createCredentials } from './credentials.ts'
import { type KeyRegistry, openKeyRegistry } from './key-registry.ts'
import type { KeyRepository } from './key-table.ts'
import { createKeyUses, type KeyUses } from './key-uses.ts'
import { nameOfAccepted } from './key-views.ts'
import { createKeys, type Keys } from './keys.ts'
import { createRoleBook } from './roles/role-book.ts'
import type { RoleRepository } from './roles/role-table.ts'
import { createRoles, type Roles } from './roles/roles.ts'
import type { SessionRepository } from './sessions/session-table.ts'
import { createSessions, type Sessions } from './sessions/sessions.ts'

/** Who is let in: by a key, and browsers that are signed in with one. */
export interface Access {
  readonly keys: Keys
  readonly roles: Roles
  readonly credentials: Credentials
  readonly keyUses: Pick<KeyUses, 'note'>
  readonly sessions: Omit<Sessions, 'endAll' | 'endedElsewhere' | 'readAgain' | keyof Disposable>
}

export interface AccessOptions {
  readonly storage: {
    readonly keys: KeyRepository
    readonly roles: RoleRepository
    readonly sessions: SessionRepository
  }
  /** Keys that are set before the start; null where no key is needed. */
  readonly accepted: readonly AcceptedKey[] | null
  readonly events: EventBus
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
  /** By which replicas tell each other what one of them changed. */
  readonly link: Pick<SharedLink, 'publish' | 'subscribe' | 'onRestored'>
}

const channels = { keys: 'keys.changed', session: 'session.ended' } as const

/** What keys are called, by what is known of them now. */
interface KeyNames {
  /** Null for one that is not known any more. */
  nameOf(id: string): string | null
}

/** Reads the keys and roles that are stored. Throws `storage_unavailable`. */
export async function openAccess(options: AccessOptions): Promise<Disposable & KeyNames & { readonly access: Access }> {
  const { storage, accepted, events, clock, background, link } = options
  const sessions = createSessions({
    ...options,
    keyOf: (keyHash) => (credentials.isKeyNeeded ? credentials.findByHash(keyHash) : null),
    onEnd: (id) => link.publish(channels.session, { id }),
  })
  const uses = createKeyUses({ repository: storage.keys, clock })
  /** Null until all keys were read: one may expire meanwhile. */
  let known: KeyRegistry | null = null
  const readAgain = async () => known && background.settle('keys', known.readAgain())
  const credentials = createCredentials({
    accepted,
    clock,
    readAgain: storage.keys.isShared ? readAgain : undefined,
    onEnd({ id, keyHash }, why) {
      // A browser whose role may do less goes on with what is left.
      if (why !== 'role_lessened') sessions.endAll(keyHash)
      const key = known?.find(id)
      // Of what somebody did, the one who did it is told with it.
      if (why === 'expired' && key?.sha256 === keyHash)
        events.announce({ type: 'keys.changed', detail: `"${key.name}" expired` })
    },
  })
  const registry = await openKeyRegistry({
    repository: storage.keys,
    roleRepository: storage.roles,
    roles: createRoleBook(),
    credentials,
    uses,
    clock,
    background,
    onChange: () => link.publish(channels.keys, {}),
  })
  known = registry
  const leave = [
    link.subscribe(channels.keys, () => void readAgain()),
    link.subscribe(channels.session, (message) => {
      const { id } = message as { readonly id?: unknown }
      if (typeof id === 'string') sessions.endedElsewhere(id)
    }),
    link.onRestored(() => {
      void readAgain()
      void background.settle('session', sessions.readAgain())
    }),
  ]
  const subjects = { registry, checks: createKeyChecks(accepted, registry), events, clock }
  return {
    access: {
      keys: createKeys({ ...subjects, accepted, uses }),
      roles: createRoles(subjects),
      credentials,
      keyUses: uses,
      sessions,
    },
    [Symbol.dispose]() {
      for (const stop of leave) stop()
      registry[Symbol.dispose]()
      sessions[Symbol.dispose]()
    },
    nameOf: (id) => registry.find(id)?.name ?? (accepted?.some((key) => key.id === id) ? nameOfAccepted(id) : null),
  }
}
