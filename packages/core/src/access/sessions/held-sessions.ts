import type { Clock } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import { createHolds, type End } from '../holds.ts'
import type { KnownSession } from './known-session.ts'

/** What sessions hold open, by their ids. It ends with them, also when their time has come. */
export interface HeldSessions extends Disposable {
  /** Ends with a session what is held open. The returned function forgets it. */
  add(id: string, session: KnownSession, end: End): () => void
  /** Ends all that a session holds open. */
  end(id: string): void
}

export interface HeldSessionsOptions {
  readonly clock: Clock
  /** What is known of a session that goes on; null of one that has ended. It is asked at least once in `lookAgainMs`. */
  readonly find: (id: string) => KnownSession | null
  readonly lookAgainMs: number
}

/** To hold something open is no use of a session: who forgot to sign out left an open stream behind, too. */
export function createHeldSessions({ clock, find, lookAgainMs }: HeldSessionsOptions): HeldSessions {
  const holds = createHolds<string>()
  let nextAt = Number.POSITIVE_INFINITY
  let cancel = () => {}

  function look(): void {
    nextAt = Number.POSITIVE_INFINITY
    for (const id of holds.keys()) {
      const session = find(id)
      if (session) lookAt(session.endsAt)
      else holds.end(id, sessionEnded())
    }
  }

  function lookAt(time: number): void {
    const now = clock.now()
    const at = Math.min(time, now + lookAgainMs)
    if (at >= nextAt) return
    nextAt = at
    cancel()
    cancel = clock.after(Math.max(0, at - now), look)
  }

  return {
    add(id, session, end) {
      lookAt(session.endsAt)
      return holds.add(id, end)
    },
    end: (id) => holds.end(id, sessionEnded()),
    [Symbol.dispose]: () => cancel(),
  }
}

export const sessionEnded = () =>
  new DashboardError('unauthorized', 'The session has ended.', { hint: 'Sign in again.' })
