import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import type { SqlDatabase } from './engine.ts'
import { migrate } from './migrate.ts'
import { nodeSqlite } from './node-sqlite.ts'
import { sqliteFailure } from './sqlite-failure.ts'
import type { Tables } from './tables.ts'

export interface SqliteDatabase extends SqlDatabase {
  /** For what only SQLite knows, such as its pragmas. */
  readonly database: DatabaseSync
}

/** How long SQLite waits for another process, which it does without letting go of the event loop. */
const busyMs = 2000

/** Opens a file, or `:memory:`, and brings it to the newest shape. Throws what SQLite throws, or that it is newer. */
export async function openSqlite(path: string): Promise<SqliteDatabase> {
  const database = new DatabaseSync(path, { timeout: busyMs, enableForeignKeyConstraints: true })
  try {
    // This does not wait for another process that is just doing the same: SQLITE_BUSY at once.
    database.exec('PRAGMA journal_mode = WAL')
    // With a write-ahead log, FULL is what makes a commit survive a power failure.
    database.exec('PRAGMA synchronous = FULL')
    const db = new Kysely<Tables>({ dialect: nodeSqlite(database) })
    await alone(database, () => migrate(db))
    return { database, db, failureOf: sqliteFailure }
  } catch (error) {
    database.close()
    throw error
  }
}

/** In a transaction that owns the right to write from its first moment: a second process waits. */
async function alone(database: DatabaseSync, action: () => Promise<void>): Promise<void> {
  database.exec('BEGIN IMMEDIATE')
  try {
    await action()
    database.exec('COMMIT')
  } catch (error) {
    // SQLite rolls back by itself after some failures, such as a full disk.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
