import type { Job, JobState, OperationId } from '@ollama-dashboard/contracts'
import type { TSchema } from '@sinclair/typebox'
import type { CallContext, Change } from '../kernel/call-context.ts'
import type { StoredJob } from './job-table.ts'
import type { OwnedJobs } from './jobs.ts'

/** What the contract tells of a job of one kind. */
export type JobOf<Name extends string> = Extract<Job, { readonly kind: Name }>

/** What a job is about. */
export interface JobSubject {
  readonly instance: string
  readonly model?: string
}

/** What a job knows and may do while it runs. */
export interface JobRun<Payload, Progress> {
  readonly payload: Payload
  /** The progress it had when the dashboard ended, or before a retry of a kind that keeps it; null for one that begins anew. */
  readonly before: Progress | null
  /** Who began it. Its signal aborts when the job is cancelled, and when the dashboard ends. */
  readonly context: CallContext
  /** Counts an attempt. Await it before asking anything outside: it then counts even if the dashboard is killed. */
  attempt(): Promise<void>
  /** Progress is told four times a second at most, and kept within a second. */
  progress(progress: Progress): void
}

/** One kind of work that the dashboard can own: an object like this and a row in the contract. */
export interface JobKind<
  Payload extends object = object,
  Progress = unknown,
  Result = unknown,
  Name extends string = string,
> {
  /** The `kind` of the contract. Its progress is told by the event `<kind>.progress`. */
  readonly kind: Name
  /** A stored job whose payload is of another form cannot be taken up. */
  readonly schemas: { readonly payload: TSchema; readonly progress: TSchema; readonly result: TSchema }
  /** How many jobs of one lane run at once. */
  readonly maxConcurrent: number
  /** Whether a run that ended with the dashboard can go on; one that cannot fails at the next start. */
  readonly resumable: boolean
  /** Whether each of its states is stored before it is told. What can be asked again need not wait for the storage. */
  readonly isKeptFirst: boolean
  /** Whether a retry goes on from the progress there was. */
  readonly keepsProgress?: boolean
  /** Told when it is cancelled, as a sentence. */
  readonly cancelHint: string
  /** Jobs of one lane share its places. */
  lane(payload: Payload): string
  /** Equal for payloads that mean the same work: there is one job for it at a time. */
  key(payload: Payload): string
  /** The title of a job: a noun with its object, fit for "The … was cancelled." */
  describe(payload: Payload): string
  /** What jobs and events tell of a payload. */
  about(payload: Payload): JobSubject
  /** What its jobs tell beside that. */
  details?(payload: Payload): object
  /** The operation that begins such a job: whoever takes one up again needs the permission for it too. */
  begunBy(payload: Payload): OperationId
  /** Throws where it need not even be begun, such as for a server that does not answer. */
  expectReady(payload: Payload): void
  /** Awaited before a job goes on after a restart; throws the signal's reason when it aborts. */
  untilReady(payload: Payload, signal: AbortSignal): Promise<void>
  run(run: JobRun<Payload, Progress>): Promise<Result>
}

/** The kinds of job that a subject has, and what begins them. */
export interface JobKinds<Beginnings extends object> {
  readonly kinds: readonly JobKind[]
  begin(jobs: Pick<OwnedJobs, 'begin' | 'get' | 'list' | 'cancel'>): Beginnings
}

/** A job as the contract tells it: what it is for, then how it stands. */
export function jobOf(entry: {
  readonly kind: Pick<JobKind, 'describe' | 'about' | 'details'>
  readonly job: StoredJob
}): Job {
  const { id, kind, payload, result, state, progress, error, attempts, ...rest } = entry.job
  const { created_by, created_at, started_at, finished_at } = rest
  const told = { state, progress, error, attempts, created_by, created_at, started_at, finished_at }
  const title = entry.kind.describe(payload)
  // The contract has a member for each kind, made of what it is about, its progress and its result.
  return {
    id,
    kind,
    title,
    ...entry.kind.about(payload),
    ...entry.kind.details?.(payload),
    ...told,
    ...(result !== null && { result }),
  } as Job
}

/** What the audit log tells of a job that somebody begins. */
export function begunBy(kind: Pick<JobKind, 'about' | 'details'>, payload: object): Change {
  const { model = null, instance } = kind.about(payload)
  const details = kind.details?.(payload)
  return { target: model, instance, ...(details && { after: { ...details } }) }
}

/** What it tells of one that somebody cancels or retries. */
export const changeOf = (
  entry: { readonly kind: Pick<JobKind, 'describe' | 'about'>; readonly job: StoredJob },
  state: JobState,
): Change => ({
  instance: entry.kind.about(entry.job.payload).instance,
  after: { state, title: entry.kind.describe(entry.job.payload) },
})
