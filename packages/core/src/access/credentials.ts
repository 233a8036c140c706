import { timingSafeEqual } from 'node:crypto'
import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { areAlike, areWithin, type Rights, rightsOf } from '../kernel/rights/rights.ts'
import { type AcceptedKey, hashKey } from './accepted-key.ts'
import { type Credential, type CredentialEnd, endsOf, OwnedCredential } from './credential.ts'
import { createHolds } from './holds.ts'
import { readKey } from './key-form.ts'
import type { StoredKey } from './key-table.ts'
import { nameOfAccepted } from './key-views.ts'

/** The keys that are accepted, wherever they were set. Nothing but `learn` waits. */
export interface Credentials {
  /** False where only this machine can reach the server: who sends no key then is its one user, an admin. */
  readonly isKeyNeeded: boolean
  /** Finds the key that was sent. Null for one that is not accepted. */
  find(given: string): Credential | null
  /**
   * For a key that was not found: reads again what other dashboards of the same database made of it meanwhile. It never
   * throws. Null where there is nothing to learn.
   */
  learn(given: string): Promise<unknown> | null
  /** Why a key that was sent is not accepted. */
  whyRefused(given: string): DashboardError
  /** Finds a key by its SHA-256 in hex: for a session. */
  findByHash(keyHash: string): Credential | null
}

export interface OwnedCredentials extends Credentials {
  /** Takes over how a stored key stands now, and what it may do. */
  apply(key: StoredKey, rights: Rights): void
  forget(id: string): void
  /** Ends those whose time has come. The others' next end, in milliseconds since the epoch; null if there is none. */
  endDue(): number | null
}

type Why = CredentialEnd['why']

export interface CredentialsOptions {
  /** Set before the start; null where no key is needed. */
  readonly accepted: readonly AcceptedKey[] | null
  readonly clock: Pick<Clock, 'now'>
  /** Told of each that was accepted and is no longer. */
  readonly onEnd?: (credential: Credential, why: Why) => void
  /** Applies what others changed; absent where nobody else can. */
  readonly readAgain?: (() => Promise<unknown>) | undefined
}

export function createCredentials({ accepted, clock, onEnd, readAgain }: CredentialsOptions): OwnedCredentials {
  const holds = createHolds<OwnedCredential>()
  const fixed = (accepted ?? []).map(
    ({ role, ...key }) =>
      new OwnedCredential({ ...key, name: nameOfAccepted(key.id), rights: rightsOf(role) }, null, holds),
  )
  const stored = new Map<string, readonly OwnedCredential[]>()
  const byHash = new Map(fixed.map((credential) => [credential.keyHash, credential]))
  /** By the key as it was sent, so that an accepted one is hashed the first time only. Others are not remembered. */
  const remembered = new Map<string, OwnedCredential>()

  function end(credential: OwnedCredential, why: Why): void {
    if (credential.ended) return
    if (credential.given !== null) remembered.delete(credential.given)
    credential.end(why)
    onEnd?.(credential, why)
  }

  /** The same one while it is accepted. */
  function accept(credential: OwnedCredential): OwnedCredential | null {
    if (credential.ends && credential.isDue(clock)) end(credential, credential.ends.why)
    return credential.ended ? null : credential
  }

  /** Looks at every key that it could be, so that the time taken tells nothing of which one came close. */
  function look(given: string): OwnedCredential | null {
    const sha256 = hashKey(given)
    const form = readKey(given)
    let found: OwnedCredential | null = null
    for (const credential of [...fixed, ...((form?.isWhole && stored.get(form.id)) || [])]) {
      if (timingSafeEqual(credential.sha256, sha256)) found = credential
    }
    return found
  }

  /** The one that a key has already, unless it was to do less from now on; it would hold open what it may no longer do. */
  function taken(
    { id, name }: StoredKey,
    rights: Rights,
    { sha256, ends }: ReturnType<typeof endsOf>[number],
  ): OwnedCredential {
    const before = stored.get(id)?.find(({ keyHash, ended }) => keyHash === sha256 && !ended)
    if (!before || !areWithin(before.rights, rights)) {
      const credential = new OwnedCredential({ id, name, rights, sha256: Buffer.from(sha256, 'hex') }, ends, holds)
      // What ended before it was known was never accepted here.
      if (!before && ends && credential.isDue(clock)) credential.end(ends.why)
      return credential
    }
    before.name = name
    // What was looked up for a grant stays known as long as it is the same.
    if (!areAlike(before.rights, rights) || !areWithin(rights, before.rights)) before.rights = rights
    before.ends = ends
    return before
  }

  function drop(credential: OwnedCredential, why: Why): void {
    if (byHash.get(credential.keyHash) === credential) byHash.delete(credential.keyHash)
    end(credential, why)
  }

  return {
    isKeyNeeded: accepted !== null,

    find(given) {
      const known = remembered.get(given)
      if (known) return accept(known)
      const found = look(given)
      const credential = found && accept(found)
      if (!credential) return null
      remembered.set(given, credential)
      credential.given = given
      return credential
    },

    learn: (given) => (readAgain && readKey(given)?.isWhole ? readAgain() : null),

    whyRefused(given) {
      const known = look(given)?.ended
      if (known) return known
      const isMistyped = readKey(given)?.isWhole === false
      return new DashboardError('unauthorized', isMistyped ? 'The key is mistyped.' : 'Invalid key.', {
        hint: isMistyped ? 'Copy it again.' : 'Send a valid key as "Authorization: Bearer KEY".',
      })
    },

    findByHash(keyHash) {
      const known = byHash.get(keyHash)
      return known ? accept(known) : null
    },

    apply(key, rights) {
      const before = stored.get(key.id) ?? []
      const now = endsOf(key).map((one) => taken(key, rights, one))
      stored.set(key.id, now)
      const lessened = before[0] && areAlike(before[0].rights, rights) ? 'role_lessened' : 'demoted'
      for (const old of before) {
        if (!now.includes(old)) drop(old, now.some(({ keyHash }) => keyHash === old.keyHash) ? lessened : 'replaced')
      }
      for (const credential of now) {
        byHash.set(credential.keyHash, credential)
        accept(credential)
      }
    },

    forget(id) {
      for (const credential of stored.get(id) ?? []) drop(credential, 'revoked')
      stored.delete(id)
    },

    endDue() {
      let next: number | null = null
      for (const credential of [...stored.values()].flat()) {
        if (accept(credential)?.ends) next = Math.min(next ?? Number.POSITIVE_INFINITY, credential.ends?.at ?? 0)
      }
      return next
    },
  }
}
