import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { migrate } from './migrate.ts'
import { nodeSqlite } from './node-sqlite.ts'
import type { Tables } from './tables.ts'

export interface SqliteDatabase {
  /** For what only SQLite knows, such as its pragmas. */
  readonly database: DatabaseSync
  readonly db: Kysely<Tables>
}

/** How long SQLite waits for another process, which it does without letting go of the event loop. */
const busyMs = 2000

/** Opens a file, or `:memory:`, and brings it to the newest shape. Throws what SQLite throws, or that it is newer. */
export async function openSqlite(path: string): Promise<SqliteDatabase> {
  const database = new DatabaseSync(path, { timeout: busyMs, enableForeignKeyConstraints: true })
  try {
    database.exec('PRAGMA journal_mode = WAL')
    // With a write-ahead log, FULL is what makes a commit survive a power failure.
    database.exec('PRAGMA synchronous = FULL')
    const db = new Kysely<Tables>({ dialect: nodeSqlite(database) })
    await migrate(database, db)
    return { database, db }
  } catch (error) {
    database.close()
    throw error
  }
}
