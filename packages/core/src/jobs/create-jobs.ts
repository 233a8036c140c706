import type { Job } from '@ollama-dashboard/contracts'
import { type CallContext, keyIdOf } from '../kernel/call-context.ts'
import { seesJob } from '../kernel/rights/sees-job.ts'
import { singleFlight } from '../kernel/serial.ts'
import { currentTrace, newTraceparent, storedTrace } from '../kernel/tracing/trace-context.ts'
import { createJobBook } from './book/job-book.ts'
import { isRunHere, type JobEntry } from './book/job-entry.ts'
import { createOwnKeeper } from './book/own-keeper.ts'
import { followJob } from './follow-job.ts'
import { jobFailure, jobNotFound } from './job-failure.ts'
import { begunBy, changeOf, type JobKind, type JobOf, jobOf } from './job-kind.ts'
import { createLanes } from './job-lanes.ts'
import type { StoredJob } from './job-table.ts'
import type { JobInput, JobsOptions, OwnedJobs } from './jobs.ts'
import { expectMayRetry, underWay } from './may-retry.ts'
import { createJobMirror } from './replicas/job-mirror.ts'
import { createSharedKeeper } from './replicas/shared-keeper.ts'
import { learnJob, resumeJobs, takeUpJobs } from './resume-jobs.ts'

export function createJobs(options: JobsOptions): OwnedJobs {
  const { instances, events, clock, storage, background } = options
  const repository = storage.jobs
  const kinds = new Map(options.kinds.map((kind) => [kind.kind, kind]))
  const beginnings = new Map(options.kinds.map((kind) => [kind, singleFlight<string, JobEntry>()]))
  const replicas = options.replicas?.isAlone === false ? options.replicas : null
  const closing = new AbortController()
  const kept = { repository, clock, background, closing: closing.signal }
  const keeper = replicas ? createSharedKeeper({ ...kept, replicas }) : createOwnKeeper(kept)
  const book = createJobBook({ events, keeper, clock })
  const mayRun = () => replicas === null || replicas.leader.isHeld()
  const enqueue = createLanes({ book, clock, background, closing: closing.signal, mayRun })
  const toResume = { ...options, repository, kinds, book, enqueue, closing: closing.signal }
  const learn = (job: StoredJob) => learnJob(job, toResume)
  const takeUp = (found: readonly JobEntry[], isThere: (runner: string | null) => boolean) =>
    takeUpJobs(found, toResume, isThere)
  const mirror = replicas && createJobMirror({ replicas, repository, book, learn, enqueue, takeUp, clock, background })
  let resuming: Promise<void> | null = null

  async function find({ actor }: CallContext, id: string): Promise<JobEntry> {
    await tryToResume()
    const entry = book.find(id) ?? (await mirror?.read(id))
    if (!entry) throw jobNotFound(id)
    if (!seesJob(actor, jobOf(entry))) throw jobNotFound(id)
    return entry
  }

  async function begin(kind: JobKind, payload: object, createdBy: string | null): Promise<JobEntry> {
    kind.expectReady(payload)
    const isKept = !instances.find(kind.about(payload).instance).isEphemeral
    const entry = await book.begin(kind, { payload, createdBy, isKept })
    enqueue(entry)
    return entry
  }

  /** A storage that could not be read is asked again by the next who needs to know. */
  function resumed(): Promise<void> {
    resuming ??= (mirror ? mirror.look() : resumeJobs(toResume)).catch((error) => {
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
    async list({ actor }) {
      await tryToResume()
      const jobs = book
        .all()
        .map(jobOf)
        .filter((job) => seesJob(actor, job))
      return jobs.toReversed().sort((a, b) => b.created_at.localeCompare(a.created_at))
    },

    get: async <K extends Job['kind']>(context: CallContext, { id }: JobInput<K>) =>
      jobOf(await find(context, id)) as JobOf<K>,

    async begin(context, kind, payload) {
      // A storage that fails keeps only that from being done which it has to hold.
      await (kind.isKeptFirst ? resumed() : tryToResume())
      const key = kind.key(payload)
      const inFlight = beginnings.get(kind)
      if (!inFlight) throw new Error(`"${kind.kind}" is not among the kinds of job.`)
      // What others have begun or ended meanwhile, only the storage tells for certain.
      const known = mirror ? undefined : book.findUnended(kind, key)
      const entry = known ?? (await inFlight(key, () => begin(kind, payload, keyIdOf(context.actor))))
      context.changed?.({ ...begunBy(kind, payload), job: entry.job.id })
      return jobOf(entry) as JobOf<typeof kind.kind>
    },

    async cancel(context, { id }) {
      const entry = await find(context, id)
      const changed = await book.change(entry, 'cancel')
      if (changed) {
        context.changed?.(changeOf(entry, 'cancelled'))
        entry.controller?.abort()
        book.forgetOldest()
      }
      return { job: jobOf(entry), changed }
    },

    async retry(context, { id }) {
      const entry = await find(context, id)
      const { kind } = entry
      const { payload, key, progress } = entry.job
      const what = kind.describe(payload)
      expectMayRetry(context.actor, entry)
      if (book.findUnended(kind, key)) throw underWay(what)
      kind.expectReady(payload)
      const trace = currentTrace() ?? { traceparent: newTraceparent() }
      const more = { trace: storedTrace(trace), ...(kind.keepsProgress && { progress }) }
      if (!(await book.change(entry, 'retry', more))) throw underWay(what)
      entry.trace = trace
      entry.isResumed = false
      context.changed?.({ ...changeOf(entry, 'queued'), job: id })
      enqueue(entry)
      return jobOf(entry)
    },

    async *follow<K extends Job['kind']>(context: CallContext, { id }: JobInput<K>) {
      yield* followJob(jobOf(await find(context, id)) as JobOf<K>, book, context.signal)
    },

    async finished<K extends Job['kind']>(context: CallContext, { id }: JobInput<K>) {
      let job = jobOf(await find(context, id)) as JobOf<K>
      for await (const news of followJob(job, book, context.signal)) job = news
      const failure = jobFailure(job, kinds)
      if (failure) throw failure
      return job
    },

    failureOf: (job) => jobFailure(job, kinds),

    resume: tryToResume,

    async serverReplaced(instance) {
      const isLeft = ({ kind, job, isKept }: JobEntry) => !isKept && kind.about(job.payload).instance === instance
      const left = book.all().filter(isLeft)
      // Before anything else: a server that goes away is not to be told as a failure.
      for (const { controller } of left) controller?.abort()
      for (const entry of left) {
        await book.note(entry, 'cancel')
        book.forget(entry)
      }
      resuming = null
      await tryToResume()
    },

    async [Symbol.asyncDispose]() {
      mirror?.[Symbol.dispose]()
      closing.abort()
      // Their states stay as they are: that is how they are found, and taken up again. No run is lost this way.
      for (const entry of book.all()) {
        if (!isRunHere(entry)) continue
        entry.controller?.abort()
        if (entry.job.state === 'running') book.update(entry, { lost_runs: entry.job.lost_runs - 1, runner: null })
      }
      await book[Symbol.asyncDispose]()
    },
  }
}
