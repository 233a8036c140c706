import { randomUUID } from 'node:crypto'
import type { Job, ProgressEvent } from '@ollama-dashboard/contracts'
import type { EventBus } from '../../events/event-bus.ts'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import { serialize } from '../../kernel/serial.ts'
import { currentTrace, newTraceparent, storedTrace, type Trace } from '../../kernel/tracing/trace-context.ts'
import { type JobKind, jobOf } from '../job-kind.ts'
import { isEnded, type JobEvent, transition } from '../job-states.ts'
import type { StoredJob } from '../job-table.ts'
import type { AskedJob, JobEntry, JobOutcome } from './job-entry.ts'
import type { JobKeeper, ToldAs } from './job-keeper.ts'

/** The jobs that are remembered: what changes one is kept first, then told. */
export interface JobBook extends AsyncDisposable {
  all(): readonly JobEntry[]
  find(id: string): JobEntry | undefined
  findUnended(kind: JobKind, key: string): JobEntry | undefined
  /** One that is kept already. */
  add(kind: JobKind, job: StoredJob): JobEntry
  /** Another replica has changed it. */
  adopt(entry: JobEntry, job: StoredJob): void
  /** A new job, or the one for the same work; throws `storage_unavailable` where it has to be kept first and cannot be. */
  begin(kind: JobKind, asked: AskedJob): Promise<JobEntry>
  /** Makes the change if it can happen now, and tells whether it did. Throws where that cannot be kept. */
  change(entry: JobEntry, event: JobEvent, more?: Partial<Pick<StoredJob, 'progress' | 'trace'>>): Promise<boolean>
  /** `change` for what has happened already and no storage undoes: it is written as soon as that works. */
  note(entry: JobEntry, event: JobEvent, outcome?: JobOutcome): Promise<boolean>
  /** Changes anything but its state: it is written within a second, and told by the caller. */
  update(entry: JobEntry, patch: Partial<StoredJob>): void
  /** Writes it now, or as soon as that works. */
  save(entry: JobEntry): Promise<void>
  tellProgress(entry: JobEntry): void
  /** Calls back when a job is told anew, by whichever replica; returns what ends it. */
  listen(id: string, listener: (job: Job) => void): () => void
  forget(entry: JobEntry): void
  /** Forgets the oldest ended jobs beyond 200. */
  forgetOldest(): void
}

const maxEnded = 200

export interface JobBookOptions {
  readonly events: EventBus
  readonly keeper: JobKeeper
  readonly clock: Clock
}

export function createJobBook({ events, keeper, clock }: JobBookOptions): JobBook {
  const entries = new Map<string, JobEntry>()
  const listeners = new Map<string, Set<(job: Job) => void>>()
  let createdAt = 0

  /** No two of a replica are of one moment: their order is that of their times, in the storage too. */
  function newJob(kind: JobKind, { payload, createdBy }: AskedJob, trace: Trace): StoredJob {
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
      runner: null,
      trace: storedTrace(trace),
    }
  }

  function tellListeners(entry: JobEntry) {
    const told = listeners.get(entry.job.id)
    if (told) for (const listener of told) listener(jobOf(entry))
  }

  function tell(as: ToldAs, entry: JobEntry) {
    const { error, created_by: by, payload } = entry.job
    const more = { ...(by !== null && { by }), ...(error?.detail && { detail: error.detail }) }
    // Each kind has an event of its progress in the contract.
    const type = as === 'changed' ? 'job.changed' : (`${entry.kind.kind}.progress` as ProgressEvent)
    events.announce({ type, ...entry.kind.about(payload), job: jobOf(entry), ...more })
    tellListeners(entry)
    keeper.told(entry, as)
  }

  const apply = (entry: JobEntry, by: 'change' | 'note', event: JobEvent, more: Partial<StoredJob>): Promise<boolean> =>
    entry.inTurn(async () => {
      if (by === 'change') await keeper.refresh(entry)
      const changes = transition(event, entry.job, timestamp(clock.now()))
      const changed = changes && (await keeper[by](entry, event, { ...changes, ...more }))
      if (!changed) return false
      entry.job = changed
      tell('changed', entry)
      return true
    })

  const entryOf = (entry: Pick<JobEntry, 'kind' | 'job' | 'isKept' | 'isResumed' | 'trace'>): JobEntry => ({
    ...entry,
    controller: null,
    inTurn: serialize(),
    beside: serialize(),
  })

  function remember(entry: JobEntry): JobEntry {
    entries.set(entry.job.id, entry)
    return entry
  }

  function add(kind: JobKind, job: StoredJob): JobEntry {
    const trace = job.trace ?? currentTrace() ?? { traceparent: newTraceparent() }
    return remember(entryOf({ kind, job, isKept: true, isResumed: true, trace }))
  }

  function adopt(entry: JobEntry, job: StoredJob): void {
    if (job.trace) entry.trace = job.trace
    entry.job = job
    tellListeners(entry)
  }

  return {
    all: () => [...entries.values()],
    find: (id) => entries.get(id),
    findUnended: (kind, key) =>
      entries.values().find((entry) => entry.kind === kind && entry.job.key === key && !isEnded(entry.job)),
    add,
    adopt,
    async begin(kind, asked) {
      const trace = currentTrace() ?? { traceparent: newTraceparent() }
      const job = newJob(kind, asked, trace)
      const entry = entryOf({ kind, job, isKept: asked.isKept, isResumed: false, trace })
      const there = await keeper.begin(entry)
      if (there.id !== job.id) return entries.get(there.id) ?? add(kind, there)
      remember(entry)
      tell('changed', entry)
      return entry
    },
    change: (entry, event, more = {}) => apply(entry, 'change', event, more),
    note: (entry, event, outcome = {}) => apply(entry, 'note', event, outcome),
    update(entry, patch) {
      entry.job = { ...entry.job, ...patch }
      keeper.saveLater(entry)
    },
    save: keeper.save,
    tellProgress: (entry) => tell('progress', entry),
    listen(id, listener) {
      const told = listeners.get(id) ?? new Set()
      listeners.set(id, told.add(listener))
      return () => {
        told.delete(listener)
        if (told.size === 0 && listeners.get(id) === told) listeners.delete(id)
      }
    },
    forget: ({ job }) => void entries.delete(job.id),
    forgetOldest() {
      const ended = [...entries.values()].filter(({ job }) => isEnded(job))
      const excess = ended
        .sort((a, b) => (a.job.finished_at ?? '').localeCompare(b.job.finished_at ?? ''))
        .slice(0, Math.max(0, ended.length - maxEnded))
      for (const { job } of excess) entries.delete(job.id)
      keeper.remove(excess)
    },
    async [Symbol.asyncDispose]() {
      const turns = entries.values().flatMap(({ inTurn, beside }) => [inTurn, beside])
      await Promise.all(turns.map((turn) => turn(async () => {})))
      await keeper[Symbol.asyncDispose]()
    },
  }
}
