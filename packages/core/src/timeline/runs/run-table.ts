import type { RepositoryOptions, StoredEntity } from '../../storage/stored-entity.ts'

export interface RunTables {
  dashboard_runs: Run
}

/** One run of the dashboard. Times are RFC 3339. */
export interface Run {
  readonly id: string
  /** Tells dashboards apart that share a database. */
  readonly place: string
  readonly version: string
  readonly started_at: string
  /** When it was surely running. */
  readonly seen_at: string
  /** Null while it runs, and for one that ended without shutting down. */
  readonly ended_at: string | null
}

/** When the dashboard ran. */
export type RunRepository = ReturnType<typeof createRunRepository>

function createRunRepository({ db, guard, measurements, isShared }: RepositoryOptions<RunTables>) {
  return {
    /** The run before; null for the first one. Throws `storage_unavailable`. */
    async last(place: string): Promise<Run | null> {
      await measurements.flush()
      let runs = db.selectFrom('dashboard_runs').selectAll()
      // A database that no other dashboard uses may have been moved.
      if (isShared) runs = runs.where('place', '=', place)
      return (await guard.read(() => runs.orderBy('started_at', 'desc').limit(1).executeTakeFirst())) ?? null
    },

    /** Written at once, and nobody waits for it. Forgets runs that began before a time, RFC 3339. */
    begin(run: Run, forgetBefore: string): void {
      measurements.add(async (transaction) => {
        await transaction.insertInto('dashboard_runs').values(run).execute()
        await transaction.deleteFrom('dashboard_runs').where('started_at', '<', forgetBefore).execute()
      })
      void measurements.flush()
    },

    update(id: string, times: Partial<Pick<Run, 'seen_at' | 'ended_at'>>): void {
      measurements.add(async (transaction) => {
        await transaction.updateTable('dashboard_runs').set(times).where('id', '=', id).execute()
      })
    },
  }
}

export const runs = {
  open: createRunRepository,
  migrations: {
    async '0008-changes-of-runs'({ schema }) {
      await schema
        .createTable('dashboard_runs')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('place', 'text', (column) => column.notNull())
        .addColumn('version', 'text', (column) => column.notNull())
        .addColumn('started_at', 'text', (column) => column.notNull())
        .addColumn('seen_at', 'text', (column) => column.notNull())
        .addColumn('ended_at', 'text')
        .execute()
    },
  },
} satisfies StoredEntity<RunTables>
