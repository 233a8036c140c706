import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Engine, SqlDatabase } from '../engine.ts'
import { migrate } from '../migrate.ts'
import type { Tables } from '../repositories.ts'
import type { StorageLock } from '../storage-turns.ts'
import { postgresFailure } from './postgres-failure.ts'
import { createPostgresPool, type PostgresLimits } from './postgres-pool.ts'

/** Held while a database is migrated. Any number does, as long as it stays the same. */
export const migrationLock = 6_275_309_143

/** Tells these locks from others in the database. Any number does, as long as it stays the same. */
const lockNames = 627_530_915

const lock: StorageLock = async (transaction, name) => {
  await sql`select pg_advisory_xact_lock(${sql.lit(lockNames)}, hashtext(${name}))`.execute(transaction)
}

/** PostgreSQL at an address, which holds a password and is told to nobody. */
export const postgresEngine = (url: string): Engine => ({
  where: 'DATABASE_URL',
  failureOf: postgresFailure,
  open: () => openPostgres(url),
})

/** Connects and brings the database to the newest shape. Throws what the driver throws, or that it is newer. */
export async function openPostgres(url: string, limits?: Partial<PostgresLimits>): Promise<SqlDatabase> {
  const { pool, onLost } = createPostgresPool(url, limits)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction)
      await migrate(transaction)
    })
    return { db, system: 'postgresql', failureOf: postgresFailure, isShared: true, lock, onLost }
  } catch (error) {
    await db.destroy()
    throw error
  }
}
