import type { EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import type { AcceptedKey } from './accepted-key.ts'
import { type Credentials, createCredentials } from './credentials.ts'
import { type KeyRegistry, openKeyRegistry } from './key-registry.ts'
import type { KeyRepository } from './key-table.ts'
import { createKeyUses, type KeyUses } from './key-uses.ts'
import { nameOfAccepted } from './key-views.ts'
import { createKeys, type Keys } from './keys.ts'
import type { SessionRepository } from './session-table.ts'
import { createSessions, type Sessions } from './sessions.ts'

/** Who is let in: by a key, and browsers that are signed in with one. */
export interface Access {
  readonly keys: Keys
  readonly credentials: Credentials
  readonly keyUses: Pick<KeyUses, 'note'>
  readonly sessions: Omit<Sessions, 'endAll'>
}

export interface AccessOptions {
  readonly storage: { readonly keys: KeyRepository; readonly sessions: SessionRepository }
  /** Keys that are set before the start; null where no key is needed. */
  readonly accepted: readonly AcceptedKey[] | null
  readonly events: EventBus
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

/** What keys are called, by what is known of them now. */
interface KeyNames {
  /** Null for one that is not known any more. */
  nameOf(id: string): string | null
}

/** Reads the keys that are stored. Throws `storage_unavailable`. */
export async function openAccess(options: AccessOptions): Promise<Access & Disposable & KeyNames> {
  const { storage, accepted, events, clock, background } = options
  const sessions = createSessions(options)
  const uses = createKeyUses({ repository: storage.keys, clock })
  /** Null until all keys were read: one may expire meanwhile. */
  let known: KeyRegistry | null = null
  const readAgain = async () => known && background.settle('keys', known.readAgain())
  const credentials = createCredentials({
    accepted,
    clock,
    readAgain: storage.keys.isShared ? readAgain : undefined,
    onEnd({ id, keyHash }, why) {
      sessions.endAll(keyHash)
      const key = known?.find(id)
      // Of what somebody did, the one who did it is told with it.
      if (why === 'expired' && key?.sha256 === keyHash)
        events.announce({ type: 'keys.changed', detail: `"${key.name}" expired` })
    },
  })
  const registry = await openKeyRegistry({ repository: storage.keys, credentials, uses, clock, background })
  known = registry
  return {
    keys: createKeys({ accepted, registry, uses, events, clock }),
    credentials,
    keyUses: uses,
    sessions,
    nameOf: (id) => registry.find(id)?.name ?? (accepted?.some((key) => key.id === id) ? nameOfAccepted(id) : null),
    [Symbol.dispose]: registry[Symbol.dispose],
  }
}
