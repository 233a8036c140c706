import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { type Clock, systemClock } from '../src/kernel/clock.ts'
import type { SqlDatabase } from '../src/storage/engine.ts'
import type { OpenStorageOptions } from '../src/storage/open-storage.ts'
import { migrationLock, openPostgres } from '../src/storage/postgres/postgres-database.ts'
import { openSqlite } from '../src/storage/sqlite/sqlite-database.ts'
import { createStorage, type Storage } from '../src/storage/storage.ts'
import { freshDatabase } from './postgres/fresh-database.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** What openStorage needs to know, besides the time. It can be handed to another process as JSON. */
export type Place = Pick<Required<OpenStorageOptions>, 'dataDir' | 'databaseUrl'>

export interface TestEngine {
  readonly name: 'SQLite' | 'PostgreSQL'
  /** An empty storage, closed with the test. */
  open(clock?: Clock): Promise<Storage>
  /** The database below an empty storage, closed with the test. */
  database(): Promise<SqlDatabase>
  /** Where a storage can be opened, closed and opened again; empty at first, gone with the test. */
  place(): Promise<Place>
  /** Runs a statement there past the storage, and returns its rows. */
  query(place: Place, statement: string): Promise<object[]>
  /** Begins what a migration does to keep others away; the returned function ends it. */
  migrate(place: Place): Promise<() => Promise<void>>
}

async function closedWithTest(opening: Promise<SqlDatabase>): Promise<SqlDatabase> {
  const opened = await opening
  onTestFinished(() => opened.db.destroy())
  return opened
}

async function storageOver(opening: Promise<SqlDatabase>, clock: Clock): Promise<Storage> {
  const storage = createStorage(await opening, clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  return storage
}

const sqlite: TestEngine = {
  name: 'SQLite',
  open: async (clock = systemClock) => storageOver(openSqlite(join(await temporaryFolder(), 'dashboard.db')), clock),
  database: async () => closedWithTest(openSqlite(join(await temporaryFolder(), 'dashboard.db'))),
  place: async () => ({ dataDir: await temporaryFolder(), databaseUrl: null }),
  async query({ dataDir }, statement) {
    const database = new DatabaseSync(join(dataDir, 'dashboard.db'))
    const rows = database.prepare(statement).all()
    database.close()
    return rows
  },
  async migrate({ dataDir }) {
    const database = new DatabaseSync(join(dataDir, 'dashboard.db'))
    database.exec('PRAGMA journal_mode = WAL')
    database.exec('BEGIN IMMEDIATE')
    return async () => {
      database.exec('COMMIT')
      database.close()
    }
  },
}

const postgres: TestEngine = {
  name: 'PostgreSQL',
  open: async (clock = systemClock) => storageOver(openPostgres(await freshDatabase()), clock),
  database: async () => closedWithTest(openPostgres(await freshDatabase())),
  place: async () => ({ dataDir: '/nowhere', databaseUrl: await freshDatabase() }),
  async query({ databaseUrl }, statement) {
    const client = await connected(databaseUrl)
    const { rows } = await client.query(statement)
    await client.end()
    return rows
  },
  async migrate({ databaseUrl }) {
    const client = await connected(databaseUrl)
    await client.query('begin')
    await client.query(`select pg_advisory_xact_lock(${migrationLock})`)
    return () => client.end()
  },
}

async function connected(databaseUrl: string | null): Promise<pg.Client> {
  const client = new pg.Client(databaseUrl ?? '')
  await client.connect()
  return client
}

/** What a storage does is held on both: `describe.each(engines)('$name', ({ open }) => …)`. */
export const engines: readonly TestEngine[] = [sqlite, postgres]
