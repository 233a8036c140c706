import type { Kysely } from 'kysely'
import type { StorageGuard } from '../storage/storage-guard.ts'
import type { JobRow, Tables } from '../storage/tables.ts'
import type { JobRepository, StoredJob } from './job-repository.ts'

export function createSqlJobRepository(db: Kysely<Tables>, guard: StorageGuard): JobRepository {
  return {
    async save(job) {
      const { id, ...rest } = rowOf(job)
      const insert = db.insertInto('jobs').values({ id, ...rest })
      await guard.write(() => insert.onConflict((known) => known.column('id').doUpdateSet(rest)).execute())
    },

    async all() {
      const newestFirst = db.selectFrom('jobs').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc')
      return (await guard.read(() => newestFirst.execute())).map(jobOf)
    },

    async remove(ids) {
      if (ids.length === 0) return
      await guard.write(() => db.deleteFrom('jobs').where('id', 'in', ids).execute())
    },
  }
}

/** Column by column: what a job gains needs a migration first. */
const rowOf = ({ progress, error, ...job }: StoredJob): JobRow => ({
  id: job.id,
  kind: job.kind,
  model: job.model,
  instance: job.instance,
  state: job.state,
  progress: progress && JSON.stringify(progress),
  error: error && JSON.stringify(error),
  attempts: job.attempts,
  lost_runs: job.lost_runs ?? 0,
  created_at: job.created_at,
  started_at: job.started_at,
  finished_at: job.finished_at,
})

/** Only rowOf writes rows, so what they hold is a job. */
const jobOf = ({ lost_runs, ...row }: JobRow): StoredJob => ({
  ...row,
  kind: row.kind as StoredJob['kind'],
  state: row.state as StoredJob['state'],
  progress: row.progress === null ? null : JSON.parse(row.progress),
  error: row.error === null ? null : JSON.parse(row.error),
  ...(lost_runs > 0 && { lost_runs }),
})
