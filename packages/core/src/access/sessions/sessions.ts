import { hash, randomBytes } from 'node:crypto'
import type { OperationId } from '@ollama-dashboard/contracts'
import { LRUCache } from 'lru-cache'
import type { Background } from '../../kernel/background.ts'
import { type Actor, type CallContext, keyIdOf } from '../../kernel/call-context.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { allows } from '../../kernel/rights/allows.ts'
import { hidesNames } from '../../kernel/rights/held-grant.ts'
import type { Credential } from '../credential.ts'
import type { End } from '../holds.ts'
import { createHeldSessions, sessionEnded } from './held-sessions.ts'
import { KnownSession, type ListedSession, seenAt, sessionLimits, type Visit } from './known-session.ts'
import { newPublicId, type SessionRepository } from './session-table.ts'

/** Browsers that are signed in. They outlive a restart, and end by themselves when they are not used. */
export interface Sessions extends Disposable {
  /**
   * Begins a session with a key, by the SHA-256 of the key in hex. Resolves with the token for its cookie, which cannot be
   * read later. Throws `storage_unavailable`.
   */
  begin(context: CallContext, input: { readonly keyHash: string; readonly visit: Visit }): Promise<string>
  /**
   * Finds the session that a token belongs to, and notes that it is in use. Resolves with null for one that is unknown or
   * has ended. Throws `storage_unavailable`. There is no context yet: this is what makes one.
   */
  find(token: string, visit: Visit): Promise<FoundSession | null>
  /**
   * Signs out, and ends what the session holds open; also while nothing can be written: who leaves a shared computer must
   * get out. Never throws.
   */
  end(token: string): Promise<void>
  /** Those of the caller's key, for an admin of all keys; last seen first. Throws `storage_unavailable`. */
  list(context: CallContext): Promise<readonly ListedSession[]>
  /**
   * Signs a browser out, by the public id of its session. What that holds open ends also where the storage then fails. Throws
   * `sign_in_not_found`, also for one that the caller may not see, and `storage_unavailable`.
   */
  endListed(context: CallContext, input: { readonly id: string }): Promise<void>
  /** Ends all that were begun with a key, by its SHA-256 in hex. */
  endAll(keyHash: string): void
}

export interface FoundSession {
  /** By which people name it. */
  readonly id: string
  /** SHA-256 of the key that it was begun with, in hex. */
  readonly keyHash: string
  /** Ends with it what is held open, at once where it has ended. The returned function forgets it. */
  hold(end: End): () => void
}

export interface SessionsOptions {
  readonly storage: { readonly sessions: SessionRepository }
  /** The key that has this SHA-256 in hex; null where that lets nobody in. */
  readonly keyOf: (keyHash: string) => Pick<Credential, 'id'> | null
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

/** Somebody who signs in again and again fills neither the disk nor the list. */
const maxPerKey = 100
const maxCached = 10_000
/** For so long a session that was ended by another process still counts here. */
const cachedMs = 10_000
const noteSeenMs = 60_000

export function createSessions({ storage, keyOf, clock, background }: SessionsOptions): Sessions {
  const { sessions: repository } = storage
  const known = new LRUCache<string, KnownSession>({ max: maxCached })
  /** Until a restart they are over whatever the storage says: the removal may have failed. */
  const ended = new LRUCache<string, true>({ max: maxCached })
  const held = createHeldSessions({
    clock,
    find(id) {
      const session = known.get(id)
      if (!session || isOver(session)) return null
      if (repository.isShared) readIfOld(session)
      return session
    },
    // The clock on the wall may be set.
    lookAgainMs: repository.isShared ? cachedMs : 60_000,
  })

  const isOver = ({ endsAt }: KnownSession) => clock.now() >= endsAt
  const ends = () => ({
    createdBefore: timestamp(clock.now() - sessionLimits.maxAgeMs),
    seenBefore: timestamp(clock.now() - sessionLimits.idleMs),
  })

  /** A request with a session that is known does not wait for the storage, which may be slow or locked. */
  function readIfOld(session: KnownSession): void {
    if (clock.elapsed() - session.readAt < cachedMs) return
    session.readAt = clock.elapsed()
    const { id } = session.stored
    const reading = repository.find(id).then((stored) => (stored ? session.apply(stored) : forget(id)))
    void background.settle('session', reading)
  }

  function forget(id: string): void {
    known.delete(id)
    ended.set(id, true)
    held.end(id)
  }

  function hold(session: KnownSession, end: End): () => void {
    const { id } = session.stored
    if (!ended.has(id) && !isOver(session)) return held.add(id, session, end)
    end(sessionEnded())
    return () => {}
  }

  return {
    async begin(_, { keyHash, visit }) {
      const token = randomBytes(32).toString('base64url')
      const now = clock.now()
      const session = {
        id: idOf(token),
        public_id: newPublicId(),
        key_hash: keyHash,
        created_at: timestamp(now),
        ...seenAt(now, visit),
      }
      await repository.add(session, ends(), maxPerKey)
      known.set(session.id, new KnownSession(session, clock.elapsed()))
      return token
    },

    async find(token, visit) {
      const id = idOf(token)
      if (ended.has(id)) return null
      let session = known.get(id)
      if (!session) {
        const stored = await repository.find(id)
        if (!stored || ended.has(id)) return null
        session = new KnownSession(stored, clock.elapsed())
        known.set(id, session)
      } else readIfOld(session)
      if (isOver(session)) return null
      session.lastSeenAt = clock.now()
      if (session.lastSeenAt - session.notedAt >= noteSeenMs) {
        const seen = seenAt(session.lastSeenAt, visit)
        session.stored = { ...session.stored, ...seen }
        repository.seen(id, seen)
      }
      const found = session
      const { public_id, key_hash } = session.stored
      return { id: public_id, keyHash: key_hash, hold: (end) => hold(found, end) }
    },

    async end(token) {
      const id = idOf(token)
      forget(id)
      await background.settle('session', repository.remove(id))
    },

    async list({ actor }) {
      const stored = await repository.all(ends())
      return stored.flatMap((row) => {
        const key = keyOf(row.key_hash)
        if (!key || !reaches(actor, 'sessions.list', key.id)) return []
        const session = new KnownSession(row, clock.elapsed())
        // What was noted is written only seconds later.
        const here = known.peek(row.id)
        if (here) session.apply(here.stored)
        return [session.viewFor(key.id)]
      })
    },

    async endListed({ actor }, { id }) {
      const stored = await repository.findPublic(id)
      const key = stored && keyOf(stored.key_hash)
      if (!key || !reaches(actor, 'sessions.end', key.id)) throw notFound()
      forget(stored.id)
      await repository.remove(stored.id)
    },

    endAll(keyHash) {
      const theirs = [...known.values()].filter(({ stored }) => stored.key_hash === keyHash)
      for (const { stored } of theirs) forget(stored.id)
      void background.settle('session', repository.removeAll(keyHash))
    },

    [Symbol.dispose]: held[Symbol.dispose],
  }
}

const notFound = () =>
  new DashboardError('sign_in_not_found', 'This browser is not signed in.', { hint: 'Read the list again.' })

const idOf = (token: string): string => hash('sha256', token)

/** Who sees only some models or servers knows of no key that sees more, and so of no browser that is signed in with one. */
const reaches = (actor: Actor, operation: OperationId, owner: string): boolean =>
  allows(actor, operation, { owner }) && (!hidesNames(actor.grant) || owner === keyIdOf(actor))
