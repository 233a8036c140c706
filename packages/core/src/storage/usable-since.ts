import type { Kysely } from 'kysely'

/** What Kysely's migrator keeps of a migration that ran, in its form; and which versions can use the database after it. */
export interface MigrationTables {
  kysely_migration: { name: string; timestamp: string }
  migration_compatibility: { name: string; usable_since: string }
}

/** A migration that ran. */
export interface RunMigration {
  readonly name: string
  /** Every version that knows this migration can use the database. Null where only those can that know the one that ran. */
  readonly usable_since: string | null
}

/** What has run, of a database that `migrate` has seen. */
export const runMigrations = (db: Kysely<MigrationTables>) =>
  db
    .selectFrom('kysely_migration')
    .leftJoin('migration_compatibility', 'migration_compatibility.name', 'kysely_migration.name')
    .select(['kysely_migration.name', 'usable_since'])

/** Whether a version with these migrations can use a database with those that ran. */
export const isUsable = (run: readonly RunMigration[], knows: (migration: string) => boolean): boolean =>
  run.every(({ name, usable_since }) => knows(name) || (usable_since !== null && knows(usable_since)))

export async function createMigrationTables({ schema }: Kysely<MigrationTables>): Promise<void> {
  await schema
    .createTable('kysely_migration')
    .ifNotExists()
    .addColumn('name', 'varchar(255)', (column) => column.primaryKey())
    .addColumn('timestamp', 'varchar(255)', (column) => column.notNull())
    .execute()
  await schema
    .createTable('migration_compatibility')
    .ifNotExists()
    .addColumn('name', 'varchar(255)', (column) => column.primaryKey())
    .addColumn('usable_since', 'varchar(255)', (column) => column.notNull())
    .execute()
}
