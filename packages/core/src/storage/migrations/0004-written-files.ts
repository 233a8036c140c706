import type { Migration } from 'kysely/migration'

export const writtenFiles: Migration = {
  async up(db) {
    await db.schema
      .createTable('written_files')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('hashes', 'text', (column) => column.notNull())
      .execute()
  },
}
