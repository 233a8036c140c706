import { randomUUID } from 'node:crypto'
import type { ProgressEvent } from '@ollama-dashboard/contracts'
import type { EventBus } from '../events/event-bus.ts'
import type { Background } from '../kernel/background.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { type Limit, serialize } from '../kernel/serial.ts'
import { currentTrace, newTraceparent, type Trace } from '../kernel/trace-context.ts'
import { jobNotFound } from './job-failure.ts'
import { type JobKind, jobOf } from './job-kind.ts'
import { isEnded, type JobEvent, transition } from './job-states.ts'
import type { JobRepository, StoredJob } from './job-table.ts'
import { createLateWrites } from './late-writes.ts'

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

/** What an end brings along. */
export type JobOutcome = Partial<Pick<StoredJob, 'result' | 'error'>>

export interface AskedJob {
  readonly payload: object
  /** Id of the key that asked for it. */
  readonly createdBy: string | null
  readonly isKept: boolean
}

/** The jobs that are remembered: what changes one is kept first, then told. */
export interface JobBook extends AsyncDisposable {
  all(): readonly JobEntry[]
  has(id: string): boolean
  /** Throws `job_not_found`. */
  find(id: string): JobEntry
  findUnended(kind: JobKind, key: string): JobEntry | undefined
  /** One that is kept already. */
  add(kind: JobKind, job: StoredJob): JobEntry
  /** A new job; throws `storage_unavailable` where it has to be kept first and cannot be. */
  begin(kind: JobKind, asked: AskedJob): Promise<JobEntry>
  /** Makes the change if it can happen now, and tells whether it did. Throws where that cannot be kept. */
  change(entry: JobEntry, event: JobEvent, more?: Partial<Pick<StoredJob, 'progress'>>): Promise<boolean>
  /** `change` for what has happened already and no storage undoes: it is written as soon as that works. */
  note(entry: JobEntry, event: JobEvent, outcome?: JobOutcome): Promise<boolean>
  /** Changes anything but its state: it is written within a second, and told by the caller. */
  update(entry: JobEntry, patch: Partial<StoredJob>): void
  /** Writes it now, or as soon as that works. */
  save(entry: JobEntry): Promise<void>
  tellProgress(entry: JobEntry): void
  forget(entry: JobEntry): void
  /** Forgets the oldest ended jobs beyond 200. */
  forgetOldest(): void
}

const maxEnded = 200

export interface JobBookOptions {
  readonly events: EventBus
  readonly repository: JobRepository
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

export function createJobBook({ events, repository, clock, background }: JobBookOptions): JobBook {
  const entries = new Map<string, JobEntry>()
  const late = createLateWrites(clock, background)
  let createdAt = 0

  /** No two are of one moment: their order is that of their times, in the storage too. */
  function newJob(kind: JobKind, { payload, createdBy }: AskedJob): StoredJob {
    createdAt = Math.max(clock.now(), createdAt + 1)
    return {
      id: randomUUID(),
      kind: kind.kind,
      lane: kind.lane(payload),
      key: kind.key(payload),
      payload,
      progress: null,
      result: null,
      error: null,
      state: 'queued',
      attempts: 0,
      lost_runs: 0,
      created_by: createdBy,
      created_at: timestamp(createdAt),
      started_at: null,
      finished_at: null,
    }
  }

  function tell(type: 'job.changed' | ProgressEvent, entry: JobEntry) {
    const { error, created_by: by, payload } = entry.job
    const more = { ...(by !== null && { by }), ...(error?.detail && { detail: error.detail }) }
    events.announce({ type, ...entry.kind.about(payload), job: jobOf(entry), ...more })
  }

  function write(job: StoredJob): Promise<void> {
    late.drop(job.id)
    return repository.save(job)
  }

  const writeTurn = ({ kind, inTurn, beside }: JobEntry) => (kind.isKeptFirst ? inTurn : beside)
  const writeLate = (entry: JobEntry) => late.add(entry.job.id, () => writeTurn(entry)(() => write(entry.job)))

  async function writeSurely(entry: JobEntry, job: StoredJob): Promise<void> {
    if (!(await background.settle('jobs', write(job)))) writeLate(entry)
  }

  /** As it is when its turn comes. */
  const writeBeside = (entry: JobEntry) => void entry.beside(() => writeSurely(entry, entry.job))

  const apply = (
    entry: JobEntry,
    event: JobEvent,
    outcome: Partial<StoredJob>,
    keep: (job: StoredJob) => Promise<void>,
  ): Promise<boolean> =>
    entry.inTurn(async () => {
      const changes = transition(event, entry.job, timestamp(clock.now()))
      if (changes === null) return false
      const patch = { ...changes, ...outcome }
      const { isKept, kind } = entry
      if (isKept && kind.isKeptFirst) await keep({ ...entry.job, ...patch })
      // Its progress may have gone on while that was written.
      entry.job = { ...entry.job, ...patch }
      if (isKept && !kind.isKeptFirst) writeBeside(entry)
      tell('job.changed', entry)
      return true
    })

  function remember(entry: Pick<JobEntry, 'kind' | 'job' | 'isKept' | 'isResumed'>): JobEntry {
    const trace = currentTrace() ?? { traceparent: newTraceparent() }
    const remembered = { ...entry, trace, controller: null, inTurn: serialize(), beside: serialize() }
    entries.set(entry.job.id, remembered)
    return remembered
  }

  return {
    all: () => [...entries.values()],
    has: (id) => entries.has(id),
    find(id) {
      const entry = entries.get(id)
      if (entry) return entry
      throw jobNotFound(id)
    },
    findUnended: (kind, key) =>
      entries.values().find((entry) => entry.kind === kind && entry.job.key === key && !isEnded(entry.job)),
    add: (kind, job) => remember({ kind, job, isKept: true, isResumed: true }),
    async begin(kind, asked) {
      const { isKept } = asked
      const job = newJob(kind, asked)
      if (isKept && kind.isKeptFirst) await write(job)
      const entry = remember({ kind, job, isKept, isResumed: false })
      if (isKept && !kind.isKeptFirst) writeBeside(entry)
      tell('job.changed', entry)
      return entry
    },
    change: (entry, event, more = {}) => apply(entry, event, more, write),
    note: (entry, event, outcome = {}) => apply(entry, event, outcome, (job) => writeSurely(entry, job)),
    update(entry, patch) {
      entry.job = { ...entry.job, ...patch }
      if (entry.isKept) writeLate(entry)
    },
    async save(entry) {
      if (entry.isKept && entry.kind.isKeptFirst) await entry.inTurn(() => writeSurely(entry, entry.job))
    },
    // Each kind has an event of its progress in the contract.
    tellProgress: (entry) => tell(`${entry.kind.kind}.progress` as ProgressEvent, entry),
    forget: ({ job }) => void entries.delete(job.id),
    forgetOldest() {
      const ended = [...entries.values()].filter(({ job }) => isEnded(job))
      const excess = ended
        .sort((a, b) => (a.job.finished_at ?? '').localeCompare(b.job.finished_at ?? ''))
        .slice(0, Math.max(0, ended.length - maxEnded))
      for (const { job } of excess) {
        entries.delete(job.id)
        late.drop(job.id)
      }
      const kept = excess.flatMap(({ job, isKept }) => (isKept ? [job.id] : []))
      // What stays behind is removed the next time: jobs are counted when they are read, too.
      if (kept.length > 0) void background.settle('jobs', repository.remove(kept))
    },
    async [Symbol.asyncDispose]() {
      const turns = entries.values().flatMap(({ inTurn, beside }) => [inTurn, beside])
      await Promise.all(turns.map((turn) => turn(async () => {})))
      await late[Symbol.asyncDispose]()
    },
  }
}
