import type { Migration } from 'kysely/migration'

export const performance: Migration = {
  async up(db) {
    await db.schema
      .createTable('performance_hours')
      .addColumn('instance', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('hour', 'text', (column) => column.notNull())
      .addColumn('requests', 'integer', (column) => column.notNull())
      .addColumn('errors', 'integer', (column) => column.notNull())
      .addColumn('prompt_tokens', 'bigint', (column) => column.notNull())
      .addColumn('completion_tokens', 'bigint', (column) => column.notNull())
      .addColumn('last_used_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('performance_hours_of', ['instance', 'model', 'hour'])
      .execute()
    await db.schema
      .createTable('performance_buckets')
      .addColumn('instance', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('hour', 'text', (column) => column.notNull())
      .addColumn('metric', 'text', (column) => column.notNull())
      .addColumn('bucket', 'integer', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('performance_buckets_of', ['instance', 'model', 'hour', 'metric', 'bucket'])
      .execute()
  },
}
