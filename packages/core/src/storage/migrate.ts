import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { migrations } from './migrations/migrations.ts'
import { storageUnavailable } from './storage-failure.ts'
import type { Tables } from './tables.ts'

/**
 * Brings a SQLite database to the newest shape, all of it or nothing. Kysely's migrator takes no lock on SQLite, so one
 * transaction that owns the right to write from its first moment goes around everything it does: a second process waits.
 */
export async function migrate(database: DatabaseSync, db: Kysely<Tables>): Promise<void> {
  database.exec('BEGIN IMMEDIATE')
  try {
    const executed = executedMigrations(database)
    if (executed.some((name) => !Object.hasOwn(migrations, name))) throw storageUnavailable('newer')
    if (executed.length < Object.keys(migrations).length) await migrateToLatest(db)
    database.exec('COMMIT')
  } catch (error) {
    // SQLite rolls back by itself after some failures, such as a full disk.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** As Kysely's migrator remembers them. Its own word for a name it does not know is that the migrations are corrupted. */
function executedMigrations(database: DatabaseSync): string[] {
  const remembered = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'kysely_migration'`).get()
  if (!remembered) return []
  return database
    .prepare('SELECT name FROM kysely_migration')
    .all()
    .map(({ name }) => String(name))
}

async function migrateToLatest(db: Kysely<Tables>): Promise<void> {
  // Most starts find nothing to migrate.
  const { Migrator } = await import('kysely/migration')
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
