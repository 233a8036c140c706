import { chmod, chown, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../src/clock.ts'
import { DashboardError } from '../src/errors.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { openSqlite } from '../src/storage/sqlite-database.ts'
import { toStorageFailure } from '../src/storage/storage-failure.ts'
import { StorageNotOpened } from '../src/storage/storage-not-opened.ts'
import { storedJob } from './stored-job.ts'
import { temporaryFolder } from './temporary-folder.ts'

const clock = systemClock

/** Why it does not open, and the path that is told on the terminal alone. */
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
  return { message: error.message, path: error.path }
}

test('makes the folder, and keeps the database from other users', async () => {
  const dataDir = join(await temporaryFolder(), 'a', 'b')
  await using _ = await openStorage({ dataDir, clock })
  for (const name of ['dashboard.db', 'dashboard.db-wal', 'dashboard.db-shm'])
    expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600)
})

test('a commit is on the disk before it is acknowledged', async () => {
  const { database } = await openSqlite(join(await temporaryFolder(), 'dashboard.db'))
  onTestFinished(() => database.close())
  const pragma = (name: string) => database.prepare(`PRAGMA ${name}`).get()?.[name]
  const full = 2
  expect(pragma('journal_mode')).toBe('wal')
  expect(pragma('synchronous')).toBe(full)
  expect(pragma('foreign_keys')).toBe(1)
})

test('DATA_DIR that is a file, or lies in one', async () => {
  const file = join(await temporaryFolder(), 'file')
  await writeFile(file, 'something')
  const message = 'DATA_DIR is a file, or lies inside one.'
  expect(await refusal(file)).toEqual({ message, path: file })
  expect(await refusal(join(file, 'data'))).toEqual({ message, path: join(file, 'data') })
  expect(await readFile(file, 'utf8')).toBe('something')
})

test('a file that is not a database stays as it is', async () => {
  const dataDir = await temporaryFolder()
  const path = join(dataDir, 'dashboard.db')
  const text = 'These are notes of mine, and no database at all. '.repeat(100)
  await writeFile(path, text)
  expect(await refusal(dataDir)).toEqual({ message: 'The file is not a database of the dashboard.', path })
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
  expect(await refusal(dataDir)).toEqual({ message: 'The database is damaged.', path })
})

test('a database of a newer version is refused, and stays as it is', async () => {
  const dataDir = await temporaryFolder()
  const path = join(dataDir, 'dashboard.db')
  await using(dataDir)
  const newer = new DatabaseSync(path)
  newer.exec(`insert into kysely_migration values ('9999-from-the-future', '2030-01-01T00:00:00.000Z')`)
  newer.exec('alter table jobs rename to tasks')
  newer.close()
  expect(await refusal(dataDir)).toEqual({
    message: 'The database was written by a newer version of the dashboard.',
    path,
  })
  const after = new DatabaseSync(path)
  onTestFinished(() => after.close())
  expect(after.prepare('select id from tasks').all()).toEqual([{ id: 'stored' }])
})

test('a folder or a file that may not be written', async () => {
  const parent = await temporaryFolder()
  const dataDir = join(parent, 'data')
  const path = join(dataDir, 'dashboard.db')
  const message = 'The database cannot be opened for writing.'
  await using(dataDir)
  await asSomebody(parent, async () => {
    await chmod(dataDir, 0o555)
    expect(await refusal(dataDir)).toEqual({ message, path })
    expect(await refusal(join(dataDir, 'deeper'))).toEqual({ message, path: join(dataDir, 'deeper') })
    await chmod(dataDir, 0o755)
    await using(dataDir)
    await chmod(path, 0o444)
    expect(await refusal(dataDir)).toEqual({ message, path })
  })
})

test('a disk without room for the database', () => {
  const sqlite = (errcode: number) => Object.assign(new Error('sqlite'), { code: 'ERR_SQLITE_ERROR', errcode })
  const noRoom = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  const errors = [sqlite(13), sqlite(4874), noRoom].map(toStorageFailure)
  for (const error of errors) expect(error).toMatchObject({ message: 'The disk is full: nothing can be saved.' })
  expect(toStorageFailure(sqlite(10 | (3 << 8)))).toMatchObject({
    message: 'The disk failed while the database was used.',
  })
  expect(toStorageFailure(sqlite(1))).not.toBeInstanceOf(DashboardError)
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
  for (const name of ['', 'data', 'data/dashboard.db']) await chown(join(folder, name), nobody, nobody)
  process.seteuid?.(nobody)
  try {
    await action()
  } finally {
    process.seteuid?.(0)
  }
}
