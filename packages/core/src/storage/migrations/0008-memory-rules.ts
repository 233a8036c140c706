import type { Migration } from 'kysely/migration'

/** Whatever was measured without saying under which rules can be believed no more, and is measured again soon. */
export const memoryRules: Migration = {
  async up(db) {
    await db.schema.dropTable('memory_observations').execute()
    await db.schema
      .createTable('memory_observations')
      .addColumn('server', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('kv_cache_type', 'text', (column) => column.notNull())
      .addColumn('num_parallel', 'integer', (column) => column.notNull())
      .addColumn('flash_attention', 'text', (column) => column.notNull())
      .addColumn('context', 'bigint', (column) => column.notNull())
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('observed_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('memory_observations_under', [
        'server',
        'digest',
        'kv_cache_type',
        'num_parallel',
        'flash_attention',
        'context',
      ])
      .execute()
  },
}
