import type { Background } from '../../kernel/background.ts'
import type { Clock } from '../../kernel/clock.ts'
import { coalesce } from '../../kernel/serial.ts'
import { outsideTrace } from '../../kernel/tracing/trace-context.ts'
import { LeaseLost } from '../../replicas/lease.ts'
import type { JobBook } from '../book/job-book.ts'
import { isRunHere, type JobEntry } from '../book/job-entry.ts'
import type { JobHead, JobRepository } from '../job-repository.ts'
import { isEnded } from '../job-states.ts'
import type { StoredJob } from '../job-table.ts'
import { jobChannel, readJobMessage } from './job-message.ts'
import type { JobReplicas } from './shared-keeper.ts'

/** What this replica knows of the jobs of all. The one that leads also runs them. */
export interface JobMirror extends Disposable {
  /** Reads one anew; undefined where there is none. */
  read(id: string): Promise<JobEntry | undefined>
  /** Reads what has changed, and takes up what nobody runs where this replica has to. */
  look(): Promise<void>
}

export interface JobMirrorOptions {
  readonly replicas: JobReplicas
  readonly repository: JobRepository
  readonly book: JobBook
  /** Remembers a job; null where it cannot be understood. */
  readonly learn: (job: StoredJob) => JobEntry | null
  readonly enqueue: (entry: JobEntry) => void
  /** Runs jobs that another process had begun. */
  readonly takeUp: (found: readonly JobEntry[], isThere: (runner: string | null) => boolean) => Promise<void>
  readonly clock: Clock
  readonly background: Pick<Background, 'settle'>
}

/** Messages may be lost. */
const lookMs = 3000
/** More than that are read at once. */
const oneByOne = 5
/** A killed process was last seen longer ago than that when another takes over. */
const isThereMs = 3500

export function createJobMirror(options: JobMirrorOptions): JobMirror {
  const { replicas, repository, book, learn, enqueue, takeUp, clock, background } = options
  const { link, leader } = replicas
  let isClosed = false
  let hasTakenOver = false
  let cancel = () => {}

  /** Takes in how a job is kept, in its turn. */
  function take(entry: JobEntry, stored: StoredJob | null): void {
    if (isRunHere(entry)) {
      // Whoever runs it knows best, unless somebody has ended it elsewhere, or has begun it anew since.
      const isOver = stored === null || isEnded(stored) || (entry.job.state === 'running' && stored.state === 'queued')
      if (!isOver || !leader.isHeld()) return
      entry.controller?.abort()
    }
    if (stored === null) {
      book.forget(entry)
    } else {
      book.adopt(entry, stored)
      runIfNew(entry)
    }
  }

  /** What others begin or retry. Before it has taken over, a replica does not know whether its servers answer. */
  function runIfNew(entry: JobEntry): void {
    if (entry.job.state !== 'queued' || !hasTakenOver || !leader.isHeld()) return
    entry.isResumed = false
    enqueue(entry)
  }

  async function read(id: string): Promise<JobEntry | undefined> {
    const known = book.find(id)
    if (known) {
      await known.inTurn(async () => take(known, await repository.find(id)))
      return book.find(id)
    }
    const stored = await repository.find(id)
    return stored ? meet(stored) : undefined
  }

  function meet(stored: StoredJob): JobEntry | undefined {
    const known = book.find(stored.id)
    if (known) return known
    const entry = learn(stored)
    if (entry) runIfNew(entry)
    return entry ?? undefined
  }

  async function lookOnce(): Promise<void> {
    const heads = new Map((await repository.heads()).map((head) => [head.id, head]))
    const isFresh = ({ job }: JobEntry) => {
      const head = heads.get(job.id)
      const isFollowed = link.isUp() || job.state !== 'running'
      return head !== undefined && isSame(head, job) && isFollowed
    }
    for (const entry of book.all()) if (!isFresh(entry)) await read(entry.job.id)
    const unknown = [...heads.keys()].filter((id) => !book.find(id))
    if (unknown.length > oneByOne) for (const job of (await repository.all()).toReversed()) meet(job)
    else for (const id of unknown) await read(id)
    if (!leader.isHeld()) return
    if (hasTakenOver) await takeUp(book.all().filter(isLeft), () => false)
    else await takeUp(book.all(), isThere)
    hasTakenOver = true
    book.forgetOldest()
  }

  const isThere = (runner: string | null) =>
    runner === replicas.id ||
    replicas.members().some(({ id, seenAt }) => id === runner && clock.now() - seenAt < isThereMs)

  const looking = coalesce(lookOnce)

  function lookNow(): void {
    cancel()
    void outsideTrace(() => background.settle('jobs', looking.next())).then(lookLater)
  }

  function lookLater(): void {
    cancel()
    if (!isClosed) cancel = clock.after(lookMs, lookNow)
  }

  const endings = [
    link.subscribe(jobChannel, (message) => {
      const told = readJobMessage(message)
      if (!told) return
      const { id, progress, attempts } = told
      if (progress === undefined) return void outsideTrace(() => background.settle('jobs', read(id)))
      const entry = book.find(id)
      if (!entry || isRunHere(entry) || entry.job.state !== 'running') return
      book.adopt(entry, { ...entry.job, progress, ...(attempts !== undefined && { attempts }) })
    }),
    link.onRestored(lookNow),
    leader.onChange((isHeld) => {
      if (isHeld) return lookNow()
      hasTakenOver = false
      for (const { controller } of book.all()) controller?.abort(new LeaseLost())
    }),
  ]
  lookLater()

  return {
    read,
    look: looking.next,
    [Symbol.dispose]() {
      isClosed = true
      cancel()
      for (const end of endings) end()
    },
  }
}

/** It runs nowhere, although nobody else took over. */
const isLeft = ({ job }: JobEntry): boolean => job.state === 'running'

const isSame = (head: JobHead, job: StoredJob): boolean =>
  head.state === job.state && head.attempts === job.attempts && head.finished_at === job.finished_at
