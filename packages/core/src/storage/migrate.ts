import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration'
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
    const provider = { getMigrations: () => knownMigrations(database) }
    const { error } = await new Migrator({ db, provider }).migrateToLatest()
    if (error) throw error
    database.exec('COMMIT')
  } catch (error) {
    // SQLite rolls back by itself after some failures, such as a full disk.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** Asked by the migrator once the table of executed migrations is there, and past Kysely: the migrator has its only connection. */
async function knownMigrations(database: DatabaseSync): Promise<Record<string, Migration>> {
  const executed = database.prepare(`SELECT name FROM ${DEFAULT_MIGRATION_TABLE}`).all()
  if (executed.some(({ name }) => !Object.hasOwn(migrations, String(name)))) throw storageUnavailable('newer')
  return { ...migrations }
}
