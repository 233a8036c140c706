import { LRUCache } from 'lru-cache'
import type { Background } from '../../kernel/background.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import type { End } from '../holds.ts'
import { createHeldSessions, sessionEnded } from './held-sessions.ts'
import { KnownSession, sessionLimits } from './known-session.ts'
import type { SessionEnds, SessionRepository, StoredSession } from './session-table.ts'

/** Sessions in memory, by their stored ids, so that requests need not wait for the storage; and what they hold open. */
export interface RememberedSessions extends Disposable {
  /** Null for one that is unknown or has ended; at once for one in memory. Rejects with `storage_unavailable`. */
  find(id: string): KnownSession | null | Promise<KnownSession | null>
  /** Null for one that is not in memory. */
  peek(id: string): KnownSession | null
  add(session: StoredSession): void
  /** Ends one, whatever the storage says from now on. */
  end(id: string): void
  /** Those in memory that were begun with a key. */
  of(keyHash: string): readonly KnownSession[]
  hold(session: KnownSession, end: End): () => void
  /** Reads which of them have ended elsewhere. Throws `storage_unavailable`. */
  readAgain(): Promise<void>
}

export interface RememberedSessionsOptions {
  readonly repository: SessionRepository
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

const maxCached = 10_000
/** For so long a session that was ended by another process still counts here, where nothing told of it. */
const cachedMs = 10_000

/** Of now: sessions begun or seen before these times have ended. */
export const endsBefore = (clock: Pick<Clock, 'now'>): SessionEnds => ({
  createdBefore: timestamp(clock.now() - sessionLimits.maxAgeMs),
  seenBefore: timestamp(clock.now() - sessionLimits.idleMs),
})

export function rememberSessions({ repository, clock, background }: RememberedSessionsOptions): RememberedSessions {
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

  /** A request with a session that is known does not wait for the storage, which may be slow or locked. */
  function readIfOld(session: KnownSession): void {
    if (clock.elapsed() - session.readAt < cachedMs) return
    session.readAt = clock.elapsed()
    const { id } = session.stored
    const reading = repository.find(id).then((stored) => (stored ? session.apply(stored) : end(id)))
    void background.settle('session', reading)
  }

  function end(id: string): void {
    known.delete(id)
    ended.set(id, true)
    held.end(id)
  }

  function add(session: StoredSession): KnownSession {
    const added = new KnownSession(session, clock.elapsed())
    known.set(session.id, added)
    return added
  }

  async function read(id: string): Promise<KnownSession | null> {
    const stored = await repository.find(id)
    if (!stored || ended.has(id)) return null
    const session = add(stored)
    return isOver(session) ? null : session
  }

  return {
    find(id) {
      if (ended.has(id)) return null
      const session = known.get(id)
      if (!session) return read(id)
      readIfOld(session)
      return isOver(session) ? null : session
    },
    peek: (id) => known.peek(id) ?? null,
    add: (session) => void add(session),
    end,
    of: (keyHash) => [...known.values()].filter(({ stored }) => stored.key_hash === keyHash),
    hold(session, onEnd) {
      const { id } = session.stored
      if (!ended.has(id) && !isOver(session)) return held.add(id, session, onEnd)
      onEnd(sessionEnded())
      return () => {}
    },
    async readAgain() {
      // One that begins meanwhile need not be among those that are read.
      const before = [...known.values()]
      const stored = await repository.all({ ...endsBefore(clock), seenBefore: '' })
      const byId = new Map(stored.map((session) => [session.id, session]))
      for (const session of before) {
        const now = byId.get(session.stored.id)
        if (now) session.apply(now)
        else end(session.stored.id)
      }
    },
    [Symbol.dispose]: held[Symbol.dispose],
  }
}
