import type { JobState, Problem } from '@ollama-dashboard/contracts'
import type { Transaction, UpdateObject } from 'kysely'
import type { RepositoryOptions } from '../storage/stored-entity.ts'
import type { JobRow, JobTables, StoredJob } from './job-table.ts'

/** The jobs that outlive the process. */
export type JobRepository = ReturnType<typeof createJobRepository>

/** What tells whether a job has changed since it was read. */
export type JobHead = Pick<StoredJob, 'id' | 'state' | 'attempts' | 'finished_at'>

export interface JobChange {
  readonly id: string
  readonly patch: Partial<StoredJob>
  /** It has to be in one of these states. */
  readonly from: readonly JobState[]
  /** Called before it is written, and keeps that from happening by throwing. */
  readonly fence?: Fence
}

export type Fence = (transaction: Transaction<JobTables>) => Promise<void>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
export function createJobRepository({ db, guard, lock }: RepositoryOptions<JobTables>) {
  const all = db.selectFrom('jobs').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc')

  const inTransaction = <T>(work: (transaction: Transaction<JobTables>) => Promise<T>): Promise<T> =>
    guard.write(() => db.transaction().execute(work))

  /** The one for the same work that has not ended. No other one begins until the transaction ends. */
  async function unended(transaction: Transaction<JobTables>, { kind, key }: Pick<StoredJob, 'kind' | 'key'>) {
    await lock(transaction, 'beginnings of jobs')
    const same = transaction.selectFrom('jobs').selectAll().where('kind', '=', kind).where('key', '=', key)
    return same.where('state', 'in', ['queued', 'running']).executeTakeFirst()
  }

  async function put(transaction: Transaction<JobTables>, { id, patch, from }: JobChange): Promise<StoredJob | null> {
    const update = transaction.updateTable('jobs').set(columnsOf(patch)).where('id', '=', id).where('state', 'in', from)
    const row = await update.returningAll().executeTakeFirst()
    return row ? storedOf(row) : null
  }

  return {
    /** Inserts the job, or replaces the one with its id. It is on the disk when the promise is kept. */
    async save(job: StoredJob): Promise<void> {
      const { id, ...rest } = rowOf(job)
      const insert = db.insertInto('jobs').values({ id, ...rest })
      await guard.write(() => insert.onConflict((known) => known.column('id').doUpdateSet(rest)).execute())
    },

    /** Keeps a new job, unless one for the same work has not ended. Resolves with the one that is there. */
    begin: (job: StoredJob): Promise<StoredJob> =>
      inTransaction(async (transaction) => {
        const known = await unended(transaction, job)
        if (!known) await transaction.insertInto('jobs').values(rowOf(job)).execute()
        return known ? storedOf(known) : job
      }),

    /** Changes some of a job; null where it is in another state, or there no more. */
    change: (change: JobChange): Promise<StoredJob | null> =>
      inTransaction(async (transaction) => {
        await change.fence?.(transaction)
        return put(transaction, change)
      }),

    /** As `change`, for one that has ended and is to begin anew: null also where another one for the same work has not ended. */
    beginAgain: (change: JobChange, work: Pick<StoredJob, 'kind' | 'key'>): Promise<StoredJob | null> =>
      inTransaction(async (transaction) => ((await unended(transaction, work)) ? null : put(transaction, change))),

    /** Newest first. */
    all: async (): Promise<StoredJob[]> => (await guard.read(() => all.execute())).map(storedOf),

    heads: async (): Promise<JobHead[]> => {
      const heads = db.selectFrom('jobs').select(['id', 'state', 'attempts', 'finished_at'])
      return (await guard.read(() => heads.execute())).map((head) => ({ ...head, state: head.state as JobState }))
    },

    async find(id: string): Promise<StoredJob | null> {
      const row = await guard.read(() => all.where('id', '=', id).executeTakeFirst())
      return row ? storedOf(row) : null
    },

    /** An id that nobody knows is no error. */
    async remove(ids: readonly string[], fence?: Fence): Promise<void> {
      if (ids.length === 0) return
      await inTransaction(async (transaction) => {
        await fence?.(transaction)
        await transaction.deleteFrom('jobs').where('id', 'in', ids).execute()
      })
    },
  }
}

/** Column by column: what a job gains needs a migration first. */
const rowOf = (job: StoredJob): JobRow => ({
  id: job.id,
  kind: job.kind,
  lane: job.lane,
  key: job.key,
  payload: JSON.stringify(job.payload),
  progress: jsonOf(job.progress),
  result: jsonOf(job.result),
  error: jsonOf(job.error),
  state: job.state,
  attempts: job.attempts,
  lost_runs: job.lost_runs,
  created_by: job.created_by,
  created_at: job.created_at,
  started_at: job.started_at,
  finished_at: job.finished_at,
  runner: job.runner,
  trace: jsonOf(job.trace),
})

/** Only rowOf writes rows, so their states and errors are those of a job. */
const storedOf = ({ payload, progress, result, error, state, trace, ...row }: JobRow): StoredJob => ({
  ...row,
  state: state as JobState,
  payload: JSON.parse(payload),
  progress: parsed(progress),
  result: parsed(result),
  error: parsed(error) as Problem | null,
  trace: parsed(trace) as StoredJob['trace'],
})

/** Of some columns, by the names they have in a job. */
function columnsOf(patch: Partial<StoredJob>): UpdateObject<JobTables, 'jobs'> {
  const isJson = (name: string) => jsonColumns.has(name)
  return Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, isJson(name) ? jsonOf(value) : value]))
}

const jsonColumns: ReadonlySet<string> = new Set([
  'payload',
  'progress',
  'result',
  'error',
  'trace',
] satisfies (keyof JobRow)[])

const jsonOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json))
