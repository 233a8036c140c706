import type { DashboardError } from './errors.ts'
import { type Rights, rightsOf } from './rights/rights.ts'

/** Who acts. Events, settings, conversations and logs name the same one. */
export interface Actor extends Rights {
  /** Stable for ever: the id of a key, or `local` where no key is asked for. */
  readonly id: string
  /** What the key is called now; `local` and `system` where there is none. */
  readonly name: string
  /**
   * How it was recognised: `none` where no key is asked for, `session` for a browser that signed in with a key, `system`
   * for the dashboard itself.
   */
  readonly via: 'none' | 'key' | 'session' | 'system'
  /** Where it called from; null for what nobody calls for just now. */
  readonly address: string | null
}

/** By name; only those that were changed. Never a secret, a prompt or a reply: of a long text its length. */
export type ChangedFields = Readonly<Record<string, unknown>>

/** What a call changed, for the audit log. What is absent is as the call itself says it. */
export interface Change {
  /** What it was done to: a model, or the id of a key, a job, a conversation. */
  readonly target?: string | null
  readonly instance?: string
  readonly before?: ChangedFields | null
  readonly after?: ChangedFields | null
  /** Id of the job by which it goes on. */
  readonly job?: string
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
  /** Core reports what a call changed, to whoever opened the context. Absent where nobody listens. */
  changed?(change: Change): void
}

/** The one user of a dashboard that only this machine can reach. */
export const localActor: Actor = { id: 'local', name: 'local', ...rightsOf('admin'), via: 'none', address: null }

/** The dashboard itself, for what nobody asked for: a scrape of its metrics, a snapshot, a job that is taken up again. */
export const systemContext: CallContext = {
  actor: { id: 'system', name: 'system', ...rightsOf('admin'), via: 'system', address: null },
  signal: new AbortController().signal,
}

/** As much of an actor as records name. */
export type NamedActor = Pick<Actor, 'id' | 'via'>

/** How records name an actor: by the id of its key, or null where no key was used. */
export const keyIdOf = ({ id, via }: NamedActor): string | null => (via === 'key' || via === 'session' ? id : null)
