import { randomUUID } from 'node:crypto'
import type { RepositoryOptions, StoredEntity } from '../storage/stored-entity.ts'

export interface DashboardIdTables {
  /** One row. */
  dashboard_id: { one: number; id: string }
}

/** Tells dashboards apart that use one Redis. */
function createDashboardIdRepository({ db, guard }: RepositoryOptions<DashboardIdTables>) {
  return {
    /** Made when it is first asked for, and the same for all who share the storage. Throws `storage_unavailable`. */
    async read(): Promise<string> {
      const made = { one: 1, id: randomUUID() }
      const insert = db.insertInto('dashboard_id').values(made)
      await guard.write(() => insert.onConflict((known) => known.column('one').doNothing()).execute())
      const { id } = await guard.read(() => db.selectFrom('dashboard_id').select('id').executeTakeFirstOrThrow())
      return id
    },
  }
}

export const dashboardId = {
  open: createDashboardIdRepository,
  migrations: {
    '0010-dashboard-id': {
      usableSince: '0008-rules',
      async up({ schema }) {
        await schema
          .createTable('dashboard_id')
          .addColumn('one', 'integer', (column) => column.primaryKey())
          .addColumn('id', 'text', (column) => column.notNull())
          .execute()
      },
    },
  },
} satisfies StoredEntity<DashboardIdTables>
