import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openStorage } from '../src/storage/open-storage.ts'
import { fakeClock } from './fake-clock.ts'
import { storedJob } from './stored-job.ts'
import { temporaryFolder } from './temporary-folder.ts'

const gone = { code: 'storage_unavailable', message: 'The database file was removed while the dashboard was running.' }
const replaced = {
  code: 'storage_unavailable',
  message: 'The database file was replaced by another one.',
}

async function opened() {
  const clock = fakeClock()
  const dataDir = join(await temporaryFolder(), 'data')
  const storage = await openStorage({ dataDir, clock })
  onTestFinished(() => storage[Symbol.asyncDispose]())
  await storage.jobs.save(storedJob())
  const ids = async () => (await storage.jobs.all()).map(({ id }) => id).toSorted()
  const save = (id: string) => storage.jobs.save(storedJob({ id }))
  return { clock, dataDir, file: join(dataDir, 'dashboard.db'), storage, ids, save }
}

test('a removed database is reported, refuses changes, and stays readable until it is back', async () => {
  const { clock, file, storage, ids, save } = await opened()
  for (const end of ['', '-wal', '-shm']) await rename(`${file}${end}`, `${file}${end}.away`)
  // Nobody asks for anything.
  await clock.advance(10_000)
  await expect.poll(() => storage.state().failure).toMatchObject(gone)
  await expect(save('lost')).rejects.toMatchObject(gone)
  expect(await ids()).toEqual(['stored'])

  for (const end of ['', '-wal', '-shm']) await rename(`${file}${end}.away`, `${file}${end}`)
  await clock.advance(10_000)
  await expect.poll(() => storage.state().failure).toBeNull()
  await save('later')
  expect(await ids()).toEqual(['later', 'stored'])
})

test('an empty file, or one that is not a database, is never used', async () => {
  const { file, ids, save } = await opened()
  for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`)
  await writeFile(file, '')
  await expect(save('lost')).rejects.toMatchObject(gone)
  await writeFile(file, 'These are notes of mine, and no database at all. '.repeat(100))
  await expect(save('lost')).rejects.toMatchObject(replaced)
  await rm(file)
  const other = new DatabaseSync(file)
  other.exec('create table mine (a)')
  other.close()
  await expect(save('lost')).rejects.toMatchObject(replaced)
  expect(await ids()).toEqual(['stored'])
})

test('a backup that is put in its place is gone on with', async () => {
  const { dataDir, file, ids, save, storage } = await opened()
  const backup = new DatabaseSync(file)
  backup.exec(`vacuum into '${join(dataDir, 'backup.db')}'`)
  backup.close()
  await save('after the backup')
  for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`)
  await expect(save('lost')).rejects.toMatchObject(gone)
  await cp(join(dataDir, 'backup.db'), file)
  await save('later')
  expect(await ids()).toEqual(['later', 'stored'])
  expect(storage.state().failure).toBeNull()
})

test('a folder that vanished, as with its volume, is gone on with when it is back', async () => {
  const { clock, dataDir, storage, ids, save } = await opened()
  await rename(dataDir, `${dataDir}.away`)
  await expect(save('lost')).rejects.toMatchObject(gone)
  await mkdir(dataDir)
  await expect(save('lost')).rejects.toMatchObject(gone)
  await rm(dataDir, { recursive: true })
  // Copied, so that every file is another one.
  await cp(`${dataDir}.away`, dataDir, { recursive: true })
  await clock.advance(10_000)
  await expect.poll(() => storage.state().failure).toBeNull()
  await save('later')
  expect(await ids()).toEqual(['later', 'stored'])
})

test('what was kept before its write-ahead log was removed is not lost with it', async () => {
  const { file, ids, save } = await opened()
  await rm(`${file}-wal`)
  await save('later')
  expect(await ids()).toEqual(['later', 'stored'])
  // As somebody sees it who opens it now, and after a kill.
  const other = new DatabaseSync(file, { readOnly: true })
  const rows = other.prepare('select id from jobs order by id').all()
  other.close()
  expect(rows.map(({ id }) => id)).toEqual(['later', 'stored'])
})
