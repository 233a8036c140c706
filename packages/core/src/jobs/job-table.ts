import type { JobState, Problem } from '@ollama-dashboard/contracts'
import type { RepositoryOptions, StoredEntity } from '../storage/stored-entity.ts'

export interface JobTables {
  jobs: JobRow
}

/** `payload`, `progress`, `result` and `error` are JSON. */
interface JobRow {
  id: string
  kind: string
  lane: string
  key: string
  payload: string
  progress: string | null
  result: string | null
  error: string | null
  state: string
  attempts: number
  lost_runs: number
  created_by: string | null
  created_at: string
  started_at: string | null
  finished_at: string | null
}

/** A job of any kind, with what the dashboard alone needs to know of it. */
export interface StoredJob {
  readonly id: string
  readonly kind: string
  readonly lane: string
  readonly key: string
  readonly payload: object
  /** Null before the first. */
  readonly progress: unknown
  /** Null until it is done. */
  readonly result: unknown
  readonly error: Problem | null
  readonly state: JobState
  readonly attempts: number
  /** Runs that ended with the process, as far as anybody can tell: the one under way counts until it ends otherwise. */
  readonly lost_runs: number
  /** A key's id; null where no key is asked for. */
  readonly created_by: string | null
  readonly created_at: string
  readonly started_at: string | null
  readonly finished_at: string | null
}

/** The jobs that outlive the process. */
export type JobRepository = ReturnType<typeof createJobRepository>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
function createJobRepository({ db, guard }: RepositoryOptions<JobTables>) {
  return {
    /** Inserts the job, or replaces the one with its id. It is on the disk when the promise is kept. */
    async save(job: StoredJob): Promise<void> {
      const { id, ...rest } = rowOf(job)
      const insert = db.insertInto('jobs').values({ id, ...rest })
      await guard.write(() => insert.onConflict((known) => known.column('id').doUpdateSet(rest)).execute())
    },

    /** Newest first. */
    async all(): Promise<StoredJob[]> {
      const newestFirst = db.selectFrom('jobs').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc')
      return (await guard.read(() => newestFirst.execute())).map(storedOf)
    },

    /** An id that nobody knows is no error. */
    async remove(ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return
      await guard.write(() => db.deleteFrom('jobs').where('id', 'in', ids).execute())
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
})

/** Only rowOf writes rows, so their states and errors are those of a job. */
const storedOf = ({ payload, progress, result, error, state, ...row }: JobRow): StoredJob => ({
  ...row,
  state: state as JobState,
  payload: JSON.parse(payload),
  progress: parsed(progress),
  result: parsed(result),
  error: parsed(error) as Problem | null,
})

const jsonOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json))

export const jobs = {
  open: createJobRepository,
  async firstRelease({ schema }) {
    await schema
      .createTable('jobs')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('lane', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('payload', 'text', (column) => column.notNull())
      .addColumn('progress', 'text')
      .addColumn('result', 'text')
      .addColumn('error', 'text')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('lost_runs', 'integer', (column) => column.notNull())
      .addColumn('created_by', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('started_at', 'text')
      .addColumn('finished_at', 'text')
      .execute()
  },
} satisfies StoredEntity<JobTables>
