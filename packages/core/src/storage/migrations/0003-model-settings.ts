import type { Migration } from 'kysely/migration'

export const modelSettings: Migration = {
  async up(db) {
    await db.schema
      .createTable('model_settings')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text')
      .addColumn('updated_by', 'text')
      .addColumn('extra', 'text')
      .execute()
  },
}
