import type { Job } from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import type { Instances } from '../instances/instances.ts'
import type { Background } from '../kernel/background.ts'
import type { CallContext } from '../kernel/call-context.ts'
import type { Clock } from '../kernel/clock.ts'
import type { DashboardError } from '../kernel/errors.ts'
import type { Replicas } from '../replicas/replicas.ts'
import type { JobKind, JobOf } from './job-kind.ts'
import type { JobRepository } from './job-repository.ts'

/**
 * Work that the dashboard owns: it goes on when its caller leaves, and after a restart. What changes a job throws
 * `storage_unavailable` where the change cannot be kept.
 */
export interface Jobs {
  /** Newest first. */
  list(context: CallContext): Promise<readonly Job[]>
  /** Throws `job_not_found`. */
  get<K extends Job['kind']>(context: CallContext, input: JobInput<K>): Promise<JobOf<K>>
  /** `changed` is false where the job had ended before. */
  cancel(context: CallContext, input: JobInput): Promise<{ readonly job: Job; readonly changed: boolean }>
  /** Takes up a failed or cancelled job under its id; throws `job_not_ended` for any other, and `forbidden`. */
  retry(context: CallContext, input: JobInput): Promise<Job>
  /** The job as it stands, then at every change until it has ended. Leaving does not end it. */
  follow<K extends Job['kind']>(context: CallContext, input: JobInput<K>): AsyncGenerator<JobOf<K>, void, void>
  /** Resolves when the job is done; throws the problem of one that failed, and `job_cancelled`. */
  finished<K extends Job['kind']>(context: CallContext, input: JobInput<K>): Promise<JobOf<K>>
  /** Why a job does not bring what it was for: its own problem, or that it was cancelled; null for any other. */
  failureOf(job: Job): DashboardError | null
}

/** A job by its id; with its kind where the caller knows it, as in a job that was told before. */
export interface JobInput<K extends Job['kind'] = Job['kind']> {
  readonly id: string
  readonly kind?: K
}

export interface OwnedJobs extends Jobs, AsyncDisposable {
  /** Begins a job, or joins one for the same work that has not ended. */
  begin<P extends object, K extends string>(
    context: CallContext,
    kind: JobKind<P, unknown, unknown, K>,
    payload: P,
  ): Promise<JobOf<K>>
  /** Cancels and forgets the jobs of an ephemeral server that another one took the place of, and resumes those of that. */
  serverReplaced(instance: string): Promise<void>
  /** Takes up what was under way when the dashboard ended. */
  resume(): Promise<void>
}

export interface JobsOptions {
  /** Every kind of job there is. */
  readonly kinds: readonly JobKind[]
  readonly instances: Instances
  readonly events: EventBus
  readonly storage: { readonly jobs: JobRepository }
  /** The others that share the storage; none when absent. */
  readonly replicas?: Replicas
  readonly clock: Clock
  readonly background: Pick<Background, 'settle' | 'failed'>
}
