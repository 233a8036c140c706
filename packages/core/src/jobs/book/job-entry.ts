import type { Limit } from '../../kernel/serial.ts'
import type { Trace } from '../../kernel/tracing/trace-context.ts'
import type { JobKind } from '../job-kind.ts'
import type { StoredJob } from '../job-table.ts'

export interface JobEntry {
  readonly kind: JobKind
  /** Replaced, never changed, since listeners keep what they were told. */
  job: StoredJob
  /** False for jobs of an ephemeral server, which end with the process. */
  readonly isKept: boolean
  trace: Trace
  /** Nobody asked for it just now: it may wait until its server answers. */
  isResumed: boolean
  /** Ends what waits or is under way. */
  controller: AbortController | null
  /** Changes of its state and writes come one after the other, each change kept before it is told. */
  readonly inTurn: Limit
  /** Writes of a kind that is not kept first: one after the other, and nobody waits for them. */
  readonly beside: Limit
}

/** What an end brings along, or another run. */
export type JobOutcome = Partial<Pick<StoredJob, 'result' | 'error' | 'lost_runs'>>

export interface AskedJob {
  readonly payload: object
  /** Id of the key that asked for it. */
  readonly createdBy: string | null
  readonly isKept: boolean
}

/** Whether it waits for its turn, or is under way, in this process. */
export const isRunHere = ({ controller }: Pick<JobEntry, 'controller'>): boolean =>
  controller !== null && !controller.signal.aborted
