import type { Migration } from 'kysely/migration'

export const writeChecks: Migration = {
  async up(db) {
    await db.schema
      .createTable('write_checks')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('checked_at', 'text', (column) => column.notNull())
      .execute()
  },
}
