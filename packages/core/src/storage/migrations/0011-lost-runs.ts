import type { Migration } from 'kysely/migration'

/** How often the dashboard ended unexpectedly while a job ran, so that one that ends it is not taken up for ever. */
export const lostRuns: Migration = {
  async up(db) {
    await db.schema
      .alterTable('jobs')
      .addColumn('lost_runs', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
  },
}
