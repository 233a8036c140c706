import type { Job } from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import type { Instances } from '../instances/instances.ts'
import type { Background } from '../kernel/background.ts'
import { type CallContext, keyIdOf } from '../kernel/call-context.ts'
import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { type Limit, limit, singleFlight } from '../kernel/serial.ts'
import { currentTraceparent, newTraceparent, withTraceparent } from '../kernel/trace-context.ts'
import { followJob } from './follow-job.ts'
import { createJobBook, type JobEntry } from './job-book.ts'
import type { JobKind } from './job-kind.ts'
import { type JobRepository, jobOf } from './job-table.ts'
import { createJobWords, type JobWords } from './job-words.ts'
import { jobMaker } from './new-job.ts'
import { resumeJobs } from './resume-jobs.ts'
import { runJob } from './run-job.ts'

/**
 * Work that the dashboard owns: it goes on when its caller leaves, and after a restart. What changes a job throws
 * `storage_unavailable` where the change cannot be kept.
 */
export interface Jobs extends JobWords {
  /** Newest first. */
  list(context: CallContext): Promise<readonly Job[]>
  /** Throws `job_not_found`. */
  get(context: CallContext, input: JobInput): Promise<Job>
  /** `changed` is false where the job had ended before. */
  cancel(context: CallContext, input: JobInput): Promise<{ readonly job: Job; readonly changed: boolean }>
  /** Takes up a failed or cancelled job under its id; throws `job_not_ended` for any other. */
  retry(context: CallContext, input: JobInput): Promise<Job>
  /** The job as it stands, then at every change until it has ended. Leaving does not end it. */
  follow(context: CallContext, input: JobInput): AsyncGenerator<Job, void, void>
  /** Resolves when the job is done; throws the problem of one that failed, and `job_cancelled`. */
  finished(context: CallContext, input: JobInput): Promise<Job>
}

export interface JobInput {
  readonly id: string
}

export interface OwnedJobs extends Jobs, AsyncDisposable {
  /** Begins a job, or joins one for the same work that has not ended. */
  begin<P extends object>(context: CallContext, kind: JobKind<P>, payload: P): Promise<Job>
  /** Cancels and forgets the jobs of a simulated server that a real one takes the place of, and resumes those of that. */
  leaveDemo(instance: string): Promise<void>
  /** Takes up what was under way when the dashboard ended. */
  resume(): Promise<void>
}

export interface JobsOptions {
  /** Every kind of job there is. */
  readonly kinds: readonly JobKind[]
  readonly instances: Instances
  readonly events: EventBus
  readonly repository: JobRepository
  readonly clock: Clock
  readonly background: Pick<Background, 'settle' | 'failed'>
}

export function createJobs(options: JobsOptions): OwnedJobs {
  const { instances, events, clock, repository, background } = options
  const kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]))
  const beginnings = new Map(options.kinds.map((kind) => [kind, singleFlight<string, JobEntry>()]))
  const lanes = new Map<string, Limit>()
  const book = createJobBook({ events, repository, clock, background })
  const newJob = jobMaker(clock)
  const words = createJobWords(kinds)
  const closing = new AbortController()
  let resuming: Promise<void> | null = null

  async function find(id: string): Promise<JobEntry> {
    await tryToResume()
    return book.find(id)
  }

  async function begin(kind: JobKind, payload: object, createdBy: string | null): Promise<JobEntry> {
    kind.expectReady(payload)
    const isKept = instances.find(kind.about(payload).instance).demo === null
    const entry = await book.begin(kind, newJob(kind, payload, createdBy), isKept)
    enqueue(entry)
    return entry
  }

  function enqueue(entry: JobEntry) {
    // It is kept, and taken up at the next start.
    if (closing.signal.aborted) return
    const { kind, job } = entry
    const lane = lanes.get(job.lane) ?? limit(kind.maxConcurrent)
    lanes.set(job.lane, lane)
    const controller = new AbortController()
    entry.controller = controller
    const run = () => withTraceparent(entry.traceparent, () => runJob(entry, controller.signal, { book, clock }))
    void background.settle('jobs', lane(run))
  }

  function stop(entry: JobEntry) {
    entry.controller?.abort()
    entry.controller = null
  }

  /** A storage that could not be read is asked again by the next who needs to know. */
  function resumed(): Promise<void> {
    resuming ??= resumeJobs({ ...options, kinds, book, enqueue, closing: closing.signal }).catch((error) => {
      resuming = null
      throw error
    })
    return resuming
  }

  /** For what can be told without the jobs of before: a failure of ours is noted, one of the storage shows in its state. */
  async function tryToResume(): Promise<void> {
    await background.settle('taking up jobs', resumed())
  }

  return {
    ...words,

    async list() {
      await tryToResume()
      const jobs = book.all().map(({ job }) => jobOf(job))
      return jobs.toReversed().sort((a, b) => b.created_at.localeCompare(a.created_at))
    },

    get: async (_, { id }) => jobOf((await find(id)).job),

    async begin({ actor }, kind, payload) {
      await resumed()
      const key = kind.key(payload)
      const known = book.findUnended(kind, key)
      if (known) return jobOf(known.job)
      const inFlight = beginnings.get(kind)
      if (!inFlight) throw new Error(`"${kind.kind}" is not among the kinds of job.`)
      return jobOf((await inFlight(key, () => begin(kind, payload, keyIdOf(actor)))).job)
    },

    async cancel(_, { id }) {
      const entry = await find(id)
      const changed = await book.change(entry, 'cancel')
      if (changed) {
        stop(entry)
        book.forgetOldest()
      }
      return { job: jobOf(entry.job), changed }
    },

    async retry(_, { id }) {
      const entry = await find(id)
      const { kind } = entry
      const { payload, key, state } = entry.job
      const what = kind.describe(payload)
      if (state === 'done') throw new DashboardError('job_not_ended', `The ${what} is already done.`)
      if (book.findUnended(kind, key)) throw underWay(what)
      kind.expectReady(payload)
      if (!(await book.change(entry, 'retry'))) throw underWay(what)
      entry.traceparent = currentTraceparent() ?? newTraceparent()
      entry.isResumed = false
      enqueue(entry)
      return jobOf(entry.job)
    },

    async *follow({ signal }, { id }) {
      const { job } = await find(id)
      yield* followJob(jobOf(job), events, signal)
    },

    async finished({ signal }, { id }) {
      let job = jobOf((await find(id)).job)
      for await (const news of followJob(job, events, signal)) job = news
      const failure = words.failureOf(job)
      if (failure) throw failure
      return job
    },

    resume: tryToResume,

    async leaveDemo(instance) {
      const left = book
        .all()
        .filter(({ kind, job, isKept }) => !isKept && kind.about(job.payload).instance === instance)
      // Before anything else: a simulator that goes away is not to be told as a failure.
      for (const entry of left) stop(entry)
      for (const entry of left) {
        await book.note(entry, 'cancel')
        book.forget(entry)
      }
      resuming = null
      await tryToResume()
    },

    async [Symbol.asyncDispose]() {
      closing.abort()
      // Their states stay as they are: that is how they are found, and taken up again. No run is lost this way.
      for (const entry of book.all()) {
        if (entry.controller === null) continue
        entry.controller.abort()
        if (entry.job.state === 'running') book.update(entry, { lost_runs: entry.job.lost_runs - 1 })
      }
      await book[Symbol.asyncDispose]()
    },
  }
}

const underWay = (what: string) =>
  new DashboardError('job_not_ended', `The ${what} is already running.`, {
    hint: 'Wait for it to finish, or cancel it.',
  })
