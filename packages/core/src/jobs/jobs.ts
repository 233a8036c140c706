import type { Job } from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import type { Instance } from '../instances/instance.ts'
import type { Instances, ModelInput } from '../instances/instances.ts'
import type { Background } from '../kernel/background.ts'
import type { CallContext } from '../kernel/call-context.ts'
import { timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { normalizeNewName } from '../ollama/model-name.ts'
import { currentTraceparent, newTraceparent, withTraceparent } from '../ollama/trace-context.ts'
import { failureOf } from './failure-of.ts'
import { followJob, isEnded } from './follow-job.ts'
import { createJobBook, type JobEntry } from './job-book.ts'
import type { JobRepository } from './job-repository.ts'
import { jobMaker } from './new-job.ts'
import { resumeJobs } from './resume-jobs.ts'
import { runJob } from './run-job.ts'
import type { PullTools } from './run-pull.ts'
import { createWorkQueue } from './work-queue.ts'

/**
 * Work that the dashboard owns: it goes on when whoever asked for it leaves, and after a restart. What changes a job
 * fails with `storage_unavailable` where the change cannot be kept.
 */
export interface Jobs {
  /** Newest first. */
  list(context: CallContext): Promise<readonly Job[]>
  /** Throws `job_not_found`. */
  get(context: CallContext, input: JobInput): Promise<Job>
  /** Begins to pull a model, or joins the pull of it that has not ended. */
  pull(context: CallContext, input: ModelInput): Promise<Job>
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
  /** Cancels and forgets the jobs of a simulated server that a real one takes the place of, and resumes those of that. */
  leaveDemo(instance: string): Promise<void>
  /** Takes up what was under way when the dashboard ended. */
  resume(): Promise<void>
}

export interface JobsOptions extends PullTools {
  readonly instances: Instances
  readonly events: EventBus
  readonly repository: JobRepository
  readonly maxConcurrent?: number
  readonly background: Pick<Background, 'settle'>
}

export function createJobs(options: JobsOptions): OwnedJobs {
  const { instances, events, clock, repository, background, maxConcurrent = 2 } = options
  const book = createJobBook({ events, repository, clock, background })
  const beginning = new Map<string, Promise<JobEntry>>()
  const queue = createWorkQueue(maxConcurrent)
  const closing = new AbortController()
  const newJob = jobMaker(clock)
  let resuming: Promise<void> | null = null

  const now = () => timestamp(clock.now())

  async function find(id: string): Promise<JobEntry> {
    await tryToResume()
    return book.find(id)
  }

  async function begin(model: string, { name, demo }: Instance): Promise<JobEntry> {
    const entry = await book.begin(newJob(model, name), demo === null)
    enqueue(entry)
    return entry
  }

  const enqueue = (entry: JobEntry) =>
    queue.add(entry.job.id, () => withTraceparent(entry.traceparent, () => runJob(entry, { ...options, book })))

  function stop(entry: JobEntry) {
    queue.remove(entry.job.id)
    entry.controller?.abort()
    entry.controller = null
  }

  /** A storage that could not be read is asked again by the next who needs to know. */
  function resumed(): Promise<void> {
    resuming ??= resumeJobs({ ...options, book, enqueue, closing: closing.signal, now: clock.now }).catch((error) => {
      resuming = null
      throw error
    })
    return resuming
  }

  /** For what can be told without the jobs of before: a failure of ours is noted, one of the storage shows in its state. */
  const tryToResume = (): Promise<void> => background.settle('taking up jobs', resumed())

  return {
    async list() {
      await tryToResume()
      const newestFirst = book
        .all()
        .map(({ job }) => job)
        .toReversed()
      return newestFirst.sort((a, b) => b.created_at.localeCompare(a.created_at))
    },

    get: async (_, { id }) => (await find(id)).job,

    async pull(_, { model: name, instance: instanceName }) {
      const instance = instances.find(instanceName)
      const model = normalizeNewName(name)
      await resumed()
      const known = book.findUnended(model, instance.name)
      if (known) return known.job
      const key = `${instance.name}\n${model.toLowerCase()}`
      const begun = beginning.get(key)
      if (begun) return (await begun).job
      instance.expectReachable()
      const begins = begin(model, instance).finally(() => beginning.delete(key))
      beginning.set(key, begins)
      return (await begins).job
    },

    async cancel(_, { id }) {
      const entry = await find(id)
      const patch = { state: 'cancelled', finished_at: now() } as const
      const changed = await book.change(entry, ['queued', 'running'], patch)
      if (changed) {
        stop(entry)
        book.forgetOldest()
      }
      return { job: entry.job, changed }
    },

    async retry(_, { id }) {
      const entry = await find(id)
      const { model, instance, state } = entry.job
      if (state === 'done')
        throw new DashboardError('job_not_ended', `"${model}" has been pulled; nothing is left to do.`)
      const other = book.findUnended(model, instance)
      if (other) throw underWay(model)
      instances.find(instance).expectReachable()
      const patch = { state: 'queued', progress: null, error: null, started_at: null, finished_at: null } as const
      if (!(await book.change(entry, ['failed', 'cancelled'], patch))) throw underWay(model)
      entry.traceparent = currentTraceparent() ?? newTraceparent()
      entry.isResumed = false
      enqueue(entry)
      return entry.job
    },

    async *follow({ signal }, { id }) {
      const entry = await find(id)
      yield* followJob(entry.job, events, signal)
    },

    async finished({ signal }, { id }) {
      let { job } = await find(id)
      for await (const news of followJob(job, events, signal)) job = news
      const failure = failureOf(job)
      if (failure) throw failure
      return job
    },

    resume: tryToResume,

    async leaveDemo(instance) {
      const left = book.all().filter(({ job, isKept }) => job.instance === instance && !isKept)
      // Before anything else: a simulator that goes away is not to be told as a failure.
      for (const entry of left) stop(entry)
      for (const entry of left) {
        await book.note(entry, ['queued', 'running'], { state: 'cancelled', finished_at: now() })
        book.forget(entry)
      }
      resuming = null
      await tryToResume()
    },

    async [Symbol.asyncDispose]() {
      closing.abort()
      queue[Symbol.dispose]()
      // Their states stay as they are: that is how they are found, and taken up again. No run is lost this way.
      for (const entry of book.all()) {
        if (entry.controller === null || isEnded(entry.job)) continue
        entry.controller.abort()
        if (entry.job.state !== 'running') continue
        entry.lostRuns -= 1
        await book.save(entry)
      }
      await book[Symbol.asyncDispose]()
    },
  }
}

const underWay = (model: string) =>
  new DashboardError('job_not_ended', `A pull of "${model}" is under way.`, { hint: 'Wait for its end, or cancel it.' })
