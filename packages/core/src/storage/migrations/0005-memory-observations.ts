import type { Migration } from 'kysely/migration'

export const memoryObservations: Migration = {
  async up(db) {
    await db.schema
      .createTable('memory_observations')
      .addColumn('instance', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('context', 'bigint', (column) => column.notNull())
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('observed_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('memory_observations_of', ['instance', 'digest', 'context'])
      .execute()
  },
}
