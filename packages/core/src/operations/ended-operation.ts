import { DashboardError } from '../kernel/errors.ts'

export type Outcome = 'succeeded' | 'failed' | 'cancelled'

/** The server that something was done on. */
interface OfServer {
  readonly id: string
  readonly name: string
}

/** One piece of work that has ended. */
export interface EndedOperation {
  /** `start`, `chat`, `collector:running`. */
  readonly operation: string
  /** Null for what is of no server, such as the figures of this host. */
  readonly instance: OfServer | null
  readonly model: string | null
  /** How long somebody waited for it. Of a chat, until its first word. */
  readonly seconds: number
  readonly outcome: Outcome
  /** Tried again after so many failures that pass by themselves; 0 when absent. */
  readonly retries?: number
  /** 32 hex digits; empty for what nobody asked for. */
  readonly traceId: string
}

/** Who is told of work that ended. It never throws. */
export type NoteOperation = (ended: EndedOperation) => void

/** Such a request made no sense: nothing was begun for it, so that nothing failed. */
const refused: ReadonlySet<string> = new Set([
  'validation_failed',
  'instance_not_found',
  'model_not_found',
  'model_exists',
  'capability_missing',
  'prompt_too_long',
  'session_not_found',
  'session_full',
  'reply_in_progress',
])

/** Somebody wanted it to end. */
const ended: ReadonlySet<string> = new Set(['superseded', 'job_cancelled', 'reply_stopped', 'shutting_down'])

/** How work ended that threw this; null where nothing was done, which is not counted. */
export function outcomeOf(error: unknown, signal: AbortSignal): Exclude<Outcome, 'succeeded'> | null {
  if (signal.aborted) return 'cancelled'
  if (!(error instanceof DashboardError)) return 'failed'
  if (ended.has(error.code)) return 'cancelled'
  return refused.has(error.code) ? null : 'failed'
}
