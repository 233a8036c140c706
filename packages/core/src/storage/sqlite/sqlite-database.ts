import { dirname, join } from 'node:path'
import { Kysely } from 'kysely'
import type { SqlDatabase } from '../engine.ts'
import { migrate, migrations } from '../migrate.ts'
import type { Tables } from '../repositories.ts'
import type { StorageLock } from '../storage-turns.ts'
import { type SqliteDriverOptions, sqliteDialect } from './sqlite-driver.ts'
import { sqliteFailure } from './sqlite-failure.ts'
import type { SqliteTarget } from './sqlite-request.ts'
import { createMemorySession } from './sqlite-session.ts'
import { createSqliteThread, type SqliteThread } from './sqlite-thread.ts'

/** The lock file of a folder with a database: the one dashboard that uses the folder holds it. */
export const lockOf = (databasePath: string): string => join(dirname(databasePath), 'dashboard.lock')

/** One transaction writes at a time. */
const lock: StorageLock = async () => {}

/** Opens a database in memory, in this thread. For tests and scripts. */
export async function openSqliteInMemory(): Promise<SqlDatabase> {
  return {
    db: await migrated(createMemorySession()),
    system: 'sqlite',
    failureOf: sqliteFailure,
    isShared: false,
    lock,
  }
}

/**
 * Opens the file in a thread of its own and brings it to the newest shape. Throws what SQLite throws, that another process
 * uses the folder, or that the database is newer.
 */
export async function openSqlite(path: string, options?: SqliteDriverOptions): Promise<SqlDatabase> {
  return openSqliteOn(
    createSqliteThread({ path, lockPath: lockOf(path), migrations: Object.keys(migrations) }),
    options,
  )
}

/** Opens a database on a thread that exists already. */
export async function openSqliteOn(thread: SqliteThread, options?: SqliteDriverOptions): Promise<SqlDatabase> {
  return {
    db: await migrated(thread, options),
    system: 'sqlite',
    failureOf: sqliteFailure,
    isShared: false,
    lock,
    onLost: thread.onLost,
    inspect: () => thread.ask({ kind: 'inspect' }),
  }
}

async function migrated(target: SqliteTarget, options?: SqliteDriverOptions): Promise<Kysely<Tables>> {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(target, options) })
  try {
    await target.ask({ kind: 'open' })
    await db.transaction().execute((transaction) => migrate(transaction))
    return db
  } catch (error) {
    await db.destroy()
    throw error
  }
}
