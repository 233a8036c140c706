import { chmod, chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { openSqlite, openSqliteInMemory } from '../src/storage/sqlite/sqlite-database.ts'
import { sqliteFailure } from '../src/storage/sqlite/sqlite-failure.ts'
import { createStorage } from '../src/storage/storage.ts'
import { StorageNotOpened, toStorageFailure } from '../src/storage/storage-failure.ts'
import { fakeClock } from './fake-clock.ts'
import { storedJob } from './stored-job.ts'
import { temporaryFolder } from './temporary-folder.ts'

const clock = systemClock

/** Why it does not open, and the file that is told on the terminal alone. */
async function refusal(dataDir: string) {
  const error = await openStorage({ dataDir, clock }).then(
    async (storage) => {
      await storage[Symbol.asyncDispose]()
      return null
    },
    (reason: unknown) => reason,
  )
  if (!(error instanceof StorageNotOpened)) throw error ?? new Error('It opened.')
  expect(error).toMatchObject({ code: 'storage_unavailable', hint: expect.stringMatching(/\.$/) })
  expect(`${error.message} ${error.hint}`).not.toContain(dataDir)
  return { message: error.message, where: error.where }
}

test('makes the folder, and keeps the database from other users', async () => {
  const dataDir = join(await temporaryFolder(), 'a', 'b')
  await using _ = await openStorage({ dataDir, clock })
  for (const name of ['dashboard.db', 'dashboard.db-wal', 'dashboard.db-shm', 'dashboard.lock'])
    expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600)
})

test('a commit is on the disk before it is acknowledged', async () => {
  const { db } = await openSqlite(join(await temporaryFolder(), 'dashboard.db'))
  onTestFinished(() => db.destroy())
  const pragma = async (name: string) =>
    (await sql<Record<string, unknown>>`PRAGMA ${sql.raw(name)}`.execute(db)).rows[0]
  const full = 2
  expect(await pragma('journal_mode')).toEqual({ journal_mode: 'wal' })
  expect(await pragma('synchronous')).toEqual({ synchronous: full })
  expect(await pragma('foreign_keys')).toEqual({ foreign_keys: 1 })
})

test('DATA_DIR that is a file, or lies in one', async () => {
  const file = join(await temporaryFolder(), 'file')
  await writeFile(file, 'something')
  const message = 'DATA_DIR is not a folder.'
  expect(await refusal(file)).toEqual({ message, where: file })
  expect(await refusal(join(file, 'data'))).toEqual({ message, where: join(file, 'data') })
  expect(await readFile(file, 'utf8')).toBe('something')
})

test('a file that is not a database stays as it is', async () => {
  const dataDir = await temporaryFolder()
  const path = join(dataDir, 'dashboard.db')
  const text = 'These are notes of mine, and no database at all. '.repeat(100)
  await writeFile(path, text)
  expect(await refusal(dataDir)).toEqual({ message: 'The file is not a dashboard database.', where: path })
  expect(await readFile(path, 'utf8')).toBe(text)
})

test('a folder in the place of the file', async () => {
  const dataDir = await temporaryFolder()
  await mkdir(join(dataDir, 'dashboard.db'))
  expect(await refusal(dataDir)).toMatchObject({ message: 'The database cannot be opened for writing.' })
})

test('a damaged database', async () => {
  const dataDir = await temporaryFolder()
  const path = join(dataDir, 'dashboard.db')
  await using(dataDir)
  const bytes = await readFile(path)
  bytes.fill(0x5a, 100)
  await writeFile(path, bytes)
  expect(await refusal(dataDir)).toEqual({ message: 'The database is damaged.', where: path })
})

test('a folder or a file that may not be written', async () => {
  const parent = await temporaryFolder()
  const dataDir = join(parent, 'data')
  const path = join(dataDir, 'dashboard.db')
  const message = 'The database cannot be opened for writing.'
  await using(dataDir)
  await asSomebody(parent, async () => {
    await chmod(dataDir, 0o555)
    expect(await refusal(dataDir)).toEqual({ message, where: path })
    expect(await refusal(join(dataDir, 'deeper'))).toEqual({ message, where: join(dataDir, 'deeper') })
    await chmod(dataDir, 0o755)
    await using(dataDir)
    await chmod(path, 0o444)
    expect(await refusal(dataDir)).toEqual({ message, where: path })
  })
})

test('a disk without room for the database', () => {
  const sqlite = (errcode: number) => Object.assign(new Error('sqlite'), { code: 'ERR_SQLITE_ERROR', errcode })
  const told = (error: unknown) => toStorageFailure(error, sqliteFailure)
  const noRoom = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  const errors = [sqlite(13), sqlite(4874), noRoom].map(told)
  for (const error of errors) expect(error).toMatchObject({ message: 'The disk is full: nothing can be saved.' })
  expect(told(sqlite(10 | (3 << 8)))).toMatchObject({
    message: 'The disk failed while the database was in use.',
  })
  expect(told(sqlite(1))).not.toBeInstanceOf(DashboardError)
})

test('a database that may only be read is told as such, and asked again until it may be written', async () => {
  const clock = fakeClock()
  const opened = await openSqliteInMemory()
  await using storage = createStorage(opened, clock)
  await sql`PRAGMA query_only = ON`.execute(opened.db)
  await expect(storage.jobs.remove(['a'])).rejects.toMatchObject({
    code: 'storage_unavailable',
    message: 'The database cannot be opened for writing.',
  })
  await clock.advance(10_000)
  expect(storage.state()).toMatchObject({ failure: { code: 'storage_unavailable' }, triedAt: clock.now() })
  await sql`PRAGMA query_only = OFF`.execute(opened.db)
  await clock.advance(10_000)
  expect(storage.state().failure).toBeNull()
})

test.skipIf(process.platform === 'win32')('a data folder that it makes is of its owner alone', async () => {
  const dataDir = join(await temporaryFolder(), 'data')
  await using(dataDir)
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
})

/** Opens it, saves a job and closes it. */
async function using(dataDir: string) {
  await using storage = await openStorage({ dataDir, clock })
  await storage.jobs.save(storedJob())
}

/** Root may write everywhere, so it is somebody else for a while, and the folder is theirs. */
async function asSomebody(folder: string, action: () => Promise<void>) {
  if (process.geteuid?.() !== 0) return action()
  const nobody = 65_534
  for (const name of ['', 'data', 'data/dashboard.db', 'data/dashboard.lock'])
    await chown(join(folder, name), nobody, nobody)
  process.seteuid?.(nobody)
  try {
    await action()
  } finally {
    process.seteuid?.(0)
  }
}
