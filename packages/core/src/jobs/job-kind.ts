import type { TSchema } from '@sinclair/typebox'

/** What events name of a job. */
export interface JobSubject {
  readonly instance: string
  readonly model?: string
}

/** What a job knows and may do while it runs. */
export interface JobRun<Payload, Progress> {
  readonly payload: Payload
  /** The progress it had when the dashboard ended; null for one that begins anew. */
  readonly before: Progress | null
  /** Aborts when the job is cancelled, and when the dashboard ends. */
  readonly signal: AbortSignal
  /** Counts an attempt. Await it before asking anything outside: it then counts even if the dashboard is killed. */
  attempt(): Promise<void>
  /** Progress is told four times a second at most, and kept within a second. */
  progress(progress: Progress): void
}

/**
 * One kind of work that the dashboard can own. A new kind is an object like this, a place among the `kinds` of
 * `createJobs`, and a member of `Job` in the contract.
 */
export interface JobKind<Payload extends object = object, Progress = unknown, Result = unknown> {
  /** The `kind` of the contract. Its progress is told by the event `<kind>.progress`. */
  readonly kind: string
  /** A stored job whose payload is of another form cannot be taken up. */
  readonly schemas: { readonly payload: TSchema; readonly progress: TSchema; readonly result: TSchema }
  /** How many jobs of one lane run at once. */
  readonly maxConcurrent: number
  /** Whether a run that ended with the dashboard can go on; one that cannot fails at the next start. */
  readonly resumable: boolean
  /** Told when it is cancelled, as a sentence. */
  readonly cancelHint: string
  /** Jobs of one lane share its places. */
  lane(payload: Payload): string
  /** Equal for payloads that mean the same work: there is one job for it at a time. */
  key(payload: Payload): string
  /** A noun with its object, fit for "The … was cancelled." */
  describe(payload: Payload): string
  about(payload: Payload): JobSubject
  /** Throws where it need not even be begun, such as for a server that does not answer. */
  expectReady(payload: Payload): void
  /** Awaited before a job goes on after a restart; throws the signal's reason when it aborts. */
  untilReady(payload: Payload, signal: AbortSignal): Promise<void>
  run(run: JobRun<Payload, Progress>): Promise<Result>
}
