import { hash, randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Background } from '../kernel/background.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { createHolds, type End } from './holds.ts'
import type { SessionRepository, StoredSession } from './session-table.ts'

/** Browsers that are signed in. They outlive a restart, and end by themselves when they are not used. */
export interface Sessions {
  /**
   * Begins a session with a key, by the SHA-256 of the key in hex. Resolves with the token for its cookie, which cannot be
   * read later. Throws `storage_unavailable`.
   */
  begin(context: CallContext, input: { readonly keyHash: string }): Promise<string>
  /**
   * Finds the session that a token belongs to, and notes that it is in use. Resolves with null for one that is unknown or
   * has ended. Throws `storage_unavailable`. There is no context yet: this is what makes one.
   */
  find(token: string): Promise<FoundSession | null>
  /**
   * Signs out, and ends what the session holds open; also while nothing can be written: who leaves a shared computer must
   * get out. Never throws.
   */
  end(token: string): Promise<void>
  /** Ends all that were begun with a key, by its SHA-256 in hex. */
  endAll(keyHash: string): void
}

export interface FoundSession {
  /** SHA-256 of the key that it was begun with, in hex. */
  readonly keyHash: string
  /** Ends with it what is held open, at once where it has ended. The returned function forgets it. */
  hold(end: End): () => void
}

export interface SessionsOptions {
  readonly storage: { readonly sessions: SessionRepository }
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

/** How long a session lasts: without use, and at most. */
export const sessionLimits = { idleMs: 12 * 3_600_000, maxAgeMs: 7 * 86_400_000 } as const

/** Somebody who signs in again and again fills neither the disk nor the list. */
const maxPerKey = 100
const maxCached = 10_000
/** For so long a session that was ended by another process still counts here. */
const cachedMs = 10_000
const noteSeenMs = 60_000

interface Known {
  readonly keyHash: string
  readonly createdAt: number
  seenAt: number
  /** When `seenAt` was last handed to the storage. */
  notedAt: number
  readAt: number
}

export function createSessions({ storage, clock, background }: SessionsOptions): Sessions {
  const { sessions: repository } = storage
  const known = new LRUCache<string, Known>({ max: maxCached })
  /** Until a restart they are over whatever the storage says: the removal may have failed. */
  const ended = new LRUCache<string, true>({ max: maxCached })
  const holds = createHolds<string>()

  const isOver = ({ createdAt, seenAt }: Known) =>
    clock.now() >= createdAt + sessionLimits.maxAgeMs || clock.now() >= seenAt + sessionLimits.idleMs

  const read = ({ key_hash, created_at, last_seen_at }: StoredSession): Known => ({
    keyHash: key_hash,
    createdAt: Date.parse(created_at),
    seenAt: Date.parse(last_seen_at),
    notedAt: Date.parse(last_seen_at),
    readAt: clock.elapsed(),
  })

  /** A request with a session that is known does not wait for the storage, which may be slow or locked. */
  function readAgain(id: string, session: Known) {
    session.readAt = clock.elapsed()
    const reading = repository.find(id).then((stored) => {
      if (!stored) forget(id)
    })
    void background.settle('session', reading)
  }

  function forget(id: string): void {
    known.delete(id)
    ended.set(id, true)
    holds.end(id, signedOut())
  }

  function hold(id: string, end: End): () => void {
    if (!ended.has(id)) return holds.add(id, end)
    end(signedOut())
    return () => {}
  }

  return {
    async begin(_, { keyHash }) {
      const token = randomBytes(32).toString('base64url')
      const now = clock.now()
      const session = {
        id: idOf(token),
        key_hash: keyHash,
        created_at: timestamp(now),
        last_seen_at: timestamp(now),
      }
      const ends = {
        createdBefore: timestamp(now - sessionLimits.maxAgeMs),
        seenBefore: timestamp(now - sessionLimits.idleMs),
      }
      await repository.add(session, ends, maxPerKey)
      known.set(session.id, read(session))
      return token
    },

    async find(token) {
      const id = idOf(token)
      if (ended.has(id)) return null
      let session = known.get(id)
      if (!session) {
        const stored = await repository.find(id)
        if (!stored) return null
        session = read(stored)
        known.set(id, session)
      } else if (clock.elapsed() - session.readAt >= cachedMs) readAgain(id, session)
      if (isOver(session)) return null
      session.seenAt = clock.now()
      if (session.seenAt - session.notedAt >= noteSeenMs) {
        session.notedAt = session.seenAt
        repository.seen(id, timestamp(session.seenAt))
      }
      return { keyHash: session.keyHash, hold: (end) => hold(id, end) }
    },

    async end(token) {
      const id = idOf(token)
      forget(id)
      await background.settle('session', repository.remove(id))
    },

    endAll(keyHash) {
      const theirs = [...known.entries()].flatMap(([id, session]) => (session.keyHash === keyHash ? [id] : []))
      for (const id of theirs) forget(id)
      void background.settle('session', repository.removeAll(keyHash))
    },
  }
}

const signedOut = () => new DashboardError('unauthorized', 'The session has ended.', { hint: 'Sign in again.' })

const idOf = (token: string): string => hash('sha256', token)
