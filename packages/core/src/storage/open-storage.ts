import { type Clock, systemClock, wait } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { Engine } from './engine.ts'
import { openSqliteInMemory } from './sqlite/sqlite-database.ts'
import { sqliteEngine } from './sqlite/sqlite-engine.ts'
import { createStorage, type Storage } from './storage.ts'
import { isPassing, isServerAway, StorageNotOpened, toStorageFailure } from './storage-failure.ts'
import { checkWriting } from './storage-guard.ts'

export interface OpenStorageOptions {
  /** Holds `dashboard.db`, unless the storage is in PostgreSQL. Made when it is not there. */
  readonly dataDir: string
  /** Where PostgreSQL is, if the storage is there: `postgres://user:password@host:port/database`. */
  readonly databaseUrl?: string | null
  readonly clock: Clock
  /** Told of what fails although the database works, and nobody waits for. */
  readonly report?: (error: unknown) => void
}

/** How long an opening goes on trying: longer than the other process needs for its migrations. */
const openingMs = 15_000
const tryAgainMs = 100

/** Opens the storage and brings it to the newest shape. Throws StorageNotOpened with what to do. */
export async function openStorage({ dataDir, databaseUrl, clock, report }: OpenStorageOptions): Promise<Storage> {
  const engine = databaseUrl ? await postgres(databaseUrl) : await sqliteEngine(dataDir)
  const giveUpAt = clock.now() + openingMs
  for (;;) {
    try {
      return await openWritable(engine, clock, report)
    } catch (error) {
      if (!isPassing(error, engine.failureOf) || clock.now() >= giveUpAt) throw notOpened(error, engine)
      await wait(clock, tryAgainMs)
    }
  }
}

/** A storage without a file: what it keeps ends with it. For tests and scripts. */
export async function createMemoryStorage(clock: Clock = systemClock): Promise<Storage> {
  return createStorage(await openSqliteInMemory(), clock)
}

/** Its driver is loaded for those alone who use it. */
async function postgres(url: string): Promise<Engine> {
  const { postgresEngine } = await import('./postgres/postgres-database.ts')
  return postgresEngine(url)
}

/** Whether it may be written is found out now, not when the first person saves something. */
async function openWritable(engine: Engine, clock: Clock, report: OpenStorageOptions['report']): Promise<Storage> {
  const database = await engine.open()
  try {
    await checkWriting(database.db, clock)
    return createStorage(database, clock, report)
  } catch (error) {
    await database.db.destroy()
    throw error
  }
}

function notOpened(error: unknown, { where, failureOf }: Engine): unknown {
  const failure = toStorageFailure(error, failureOf)
  if (!(failure instanceof DashboardError)) return failure
  return new StorageNotOpened(failure, where, { isAway: isServerAway(error, failureOf) })
}
