import type { DashboardError } from './errors.ts'
import { type Rights, rightsOf } from './rights/rights.ts'

/** Who acts. Events, settings, conversations and logs name the same one. */
export interface Actor extends Rights {
  /** Stable for ever: the id of a key, or `local` where no key is asked for. */
  readonly id: string
  /**
   * How it was recognised: `none` where no key is asked for, `session` for a browser that signed in with a key, `system`
   * for the dashboard itself.
   */
  readonly via: 'none' | 'key' | 'session' | 'system'
}

/** First argument of every method of core: who asks, and until when. */
export interface CallContext {
  readonly actor: Actor
  /** Aborts when the caller leaves or is no longer let in, or the server can wait no longer. */
  readonly signal: AbortSignal
  /**
   * Calls back when the key of the caller is no longer accepted, at once where it is not: for what goes on without its caller.
   * The returned function forgets it. Absent where no key was used.
   */
  onKeyEnd?(end: (reason: DashboardError) => void): () => void
}

/** The one user of a dashboard that only this machine can reach. */
export const localActor: Actor = { id: 'local', ...rightsOf('admin'), via: 'none' }

/** The dashboard itself, for what nobody asked for: a scrape of its metrics, a snapshot, a job that is taken up again. */
export const systemContext: CallContext = {
  actor: { id: 'system', ...rightsOf('admin'), via: 'system' },
  signal: new AbortController().signal,
}

/** How records name an actor: by the id of its key, or null where no key was used. */
export const keyIdOf = ({ id, via }: Actor): string | null => (via === 'key' || via === 'session' ? id : null)
