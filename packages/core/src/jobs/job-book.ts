import type { Job, JobState } from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { sameModel } from '../ollama/model-name.ts'
import { currentTraceparent, newTraceparent } from '../ollama/trace-context.ts'
import { isEnded } from './follow-job.ts'
import type { JobRepository, StoredJob } from './job-repository.ts'
import { createJobWriter } from './job-writer.ts'

export interface JobEntry {
  /** Replaced, never changed: whoever was told of a job keeps what was told. */
  job: Job
  /** Of a simulated server nothing outlives the process. */
  readonly isKept: boolean
  traceparent: string
  /** Nobody asked for it just now: it may wait for Ollama to be there. */
  isResumed: boolean
  /**
   * Runs that ended with the process, as far as anybody can tell: the one under way is counted until it ends otherwise.
   * Written with every change of the job.
   */
  lostRuns: number
  /** Ends what is under way. */
  controller: AbortController | null
  /** Changes of its state and writes come one after the other, each change kept before it is told. */
  changes: Promise<unknown>
}

type HowKept = Pick<JobEntry, 'isKept' | 'isResumed'> & Partial<Pick<JobEntry, 'lostRuns'>>

/** The jobs that are remembered: what changes one is kept first, then told. */
export interface JobBook extends AsyncDisposable {
  all(): readonly JobEntry[]
  has(id: string): boolean
  /** Throws `job_not_found`. */
  find(id: string): JobEntry
  findUnended(model: string, instance: string): JobEntry | undefined
  /** One that is kept already. */
  add(job: Job, how: HowKept): JobEntry
  /** A new job; throws `storage_unavailable` where it cannot be kept. */
  begin(job: Job, isKept: boolean): Promise<JobEntry>
  /** Changes the state if it is one of `from`, and tells whether it did. Throws where that cannot be kept. */
  change(entry: JobEntry, from: readonly JobState[], patch: Partial<Job>): Promise<boolean>
  /** The same of what happened already, which no storage undoes: it is written as soon as that works. */
  note(entry: JobEntry, from: readonly JobState[], patch: Partial<Job>): Promise<boolean>
  /** Changes anything but its state: it is written within a second, and told by the caller. */
  update(entry: JobEntry, patch: Partial<Job>): void
  /** Writes it now, or as soon as that works. */
  save(entry: JobEntry): Promise<void>
  tell(type: 'job.changed' | 'pull.progress', entry: JobEntry): void
  forget(entry: JobEntry): void
  /** Of those that have ended, the oldest beyond so many. */
  forgetOldest(): void
}

/** So many ended jobs are remembered. */
const keptEnded = 200

export interface JobBookOptions {
  readonly events: EventBus
  readonly repository: JobRepository
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

export function createJobBook({ events, repository, clock, background }: JobBookOptions): JobBook {
  const entries = new Map<string, JobEntry>()
  const writer = createJobWriter(repository, clock, background)

  function tell(type: 'job.changed' | 'pull.progress', { job }: JobEntry) {
    const detail = job.error?.detail
    events.announce({ type, instance: job.instance, model: job.model, job, ...(detail && { detail }) })
  }

  function inOrder<T>(entry: JobEntry, step: () => Promise<T>): Promise<T> {
    const taken = entry.changes.then(step)
    // Its failure is for whoever asked; the next change only comes after it.
    entry.changes = taken.catch(() => undefined)
    return taken
  }

  const apply = (
    entry: JobEntry,
    from: readonly JobState[],
    patch: Partial<Job>,
    keep: (job: StoredJob) => Promise<void>,
  ): Promise<boolean> =>
    inOrder(entry, async () => {
      if (!from.includes(entry.job.state)) return false
      const next = { ...entry.job, ...patch }
      if (isEnded(next)) entry.lostRuns = 0
      if (entry.isKept) await keep(stored(next, entry))
      // Its progress may have gone on while that was written.
      entry.job = { ...entry.job, ...patch }
      tell('job.changed', entry)
      return true
    })

  /** In order with its changes, or it would write over one that is just being kept. */
  const saveNow = (entry: JobEntry) => inOrder(entry, () => writer.save(stored(entry.job, entry)))
  const saveSoon = (entry: JobEntry) => writer.soon(entry.job.id, () => saveNow(entry))

  function add(job: Job, { isKept, isResumed, lostRuns = 0 }: HowKept): JobEntry {
    const entry: JobEntry = {
      job,
      isKept,
      isResumed,
      lostRuns,
      traceparent: currentTraceparent() ?? newTraceparent(),
      controller: null,
      changes: Promise.resolve(),
    }
    entries.set(job.id, entry)
    return entry
  }

  return {
    all: () => [...entries.values()],
    has: (id) => entries.has(id),
    find(id) {
      const entry = entries.get(id)
      if (entry) return entry
      throw new DashboardError('job_not_found', `There is no job "${id}".`, { hint: 'It may have been forgotten.' })
    },
    findUnended: (model, instance) =>
      entries.values().find(({ job }) => !isEnded(job) && job.instance === instance && sameModel(job.model, model)),
    add,
    async begin(job, isKept) {
      if (isKept) await writer.save(job)
      const entry = add(job, { isKept, isResumed: false })
      tell('job.changed', entry)
      return entry
    },
    change: (entry, from, patch) => apply(entry, from, patch, writer.save),
    note: (entry, from, patch) => apply(entry, from, patch, (job) => writer.save(job).catch(() => saveSoon(entry))),
    update(entry, patch) {
      entry.job = { ...entry.job, ...patch }
      if (entry.isKept) saveSoon(entry)
    },
    async save(entry) {
      if (entry.isKept) await saveNow(entry).catch(() => saveSoon(entry))
    },
    tell,
    forget: ({ job }) => void entries.delete(job.id),
    forgetOldest() {
      const ended = [...entries.values()].filter(({ job }) => isEnded(job))
      const excess = ended
        .sort((a, b) => (a.job.finished_at ?? '').localeCompare(b.job.finished_at ?? ''))
        .slice(0, Math.max(0, ended.length - keptEnded))
      for (const { job } of excess) entries.delete(job.id)
      const kept = excess.flatMap(({ job, isKept }) => (isKept ? [job.id] : []))
      if (kept.length > 0) writer.remove(kept)
    },
    [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
  }
}

const stored = (job: Job, { lostRuns }: JobEntry): StoredJob => (lostRuns === 0 ? job : { ...job, lost_runs: lostRuns })
