import { hash, randomBytes } from 'node:crypto'
import type { OperationId } from '@ollama-dashboard/contracts'
import type { Background } from '../../kernel/background.ts'
import { type Actor, type CallContext, keyIdOf } from '../../kernel/call-context.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { allows } from '../../kernel/rights/allows.ts'
import { hidesNames } from '../../kernel/rights/held-grant.ts'
import type { Credential } from '../credential.ts'
import type { End } from '../holds.ts'
import { KnownSession, type ListedSession, seenAt, type Visit } from './known-session.ts'
import { endsBefore, rememberSessions } from './remembered-sessions.ts'
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
  /** Takes over that another process ended a session, by its stored id. */
  endedElsewhere(id: string): void
  /** Reads which of the sessions that are known here have ended elsewhere. Throws `storage_unavailable`. */
  readAgain(): Promise<void>
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
  /** Told of each session that is ended here, by its stored id. */
  readonly onEnd?: (id: string) => void
}

/** Somebody who signs in again and again fills neither the disk nor the list. */
const maxPerKey = 100
const noteSeenMs = 60_000

export function createSessions(options: SessionsOptions): Sessions {
  const { storage, keyOf, clock, background, onEnd = () => {} } = options
  const { sessions: repository } = storage
  const known = rememberSessions({ repository, clock, background })

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
      await repository.add(session, endsBefore(clock), maxPerKey)
      known.add(session)
      return token
    },

    async find(token, visit) {
      const id = idOf(token)
      const finding = known.find(id)
      const session = finding instanceof Promise ? await finding : finding
      if (!session) return null
      session.lastSeenAt = clock.now()
      if (session.lastSeenAt - session.notedAt >= noteSeenMs) {
        const seen = seenAt(session.lastSeenAt, visit)
        session.stored = { ...session.stored, ...seen }
        repository.seen(id, seen)
      }
      const { public_id, key_hash } = session.stored
      return { id: public_id, keyHash: key_hash, hold: (end) => known.hold(session, end) }
    },

    async end(token) {
      const id = idOf(token)
      known.end(id)
      onEnd(id)
      await background.settle('session', repository.remove(id))
    },

    async list({ actor }) {
      const stored = await repository.all(endsBefore(clock))
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

    async endListed(context, { id }) {
      const stored = await repository.findPublic(id)
      const key = stored && keyOf(stored.key_hash)
      if (!key || !reaches(context.actor, 'sessions.end', key.id)) throw notFound()
      known.end(stored.id)
      onEnd(stored.id)
      await repository.remove(stored.id)
      context.changed?.({ target: id, before: { key: key.id } })
    },

    endAll(keyHash) {
      for (const { stored } of known.of(keyHash)) known.end(stored.id)
      void background.settle('session', repository.removeAll(keyHash))
    },

    endedElsewhere: known.end,
    readAgain: known.readAgain,
    [Symbol.dispose]: known[Symbol.dispose],
  }
}

const notFound = () =>
  new DashboardError('sign_in_not_found', 'This browser is not signed in.', { hint: 'Read the list again.' })

const idOf = (token: string): string => hash('sha256', token)

/** Who sees only some models or servers knows of no key that sees more, and so of no browser that is signed in with one. */
const reaches = (actor: Actor, operation: OperationId, owner: string): boolean =>
  allows(actor, operation, { owner }) && (!hidesNames(actor.grant) || owner === keyIdOf(actor))
