import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { Kysely, sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { type Clock, systemClock } from '../src/kernel/clock.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { openSqlite } from '../src/storage/sqlite/sqlite-database.ts'
import { sqliteDialect } from '../src/storage/sqlite/sqlite-driver.ts'
import type { SqliteRequest } from '../src/storage/sqlite/sqlite-request.ts'
import { createStorage } from '../src/storage/storage.ts'
import { StorageNotOpened } from '../src/storage/storage-failure.ts'
import { fakeClock } from './fake-clock.ts'
import { storedJob } from './stored-job.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Takes the right to write, as a backup or another tool does; the returned function gives it back. */
function lock(dataDir: string): () => void {
  const other = new DatabaseSync(join(dataDir, 'dashboard.db'))
  other.exec('BEGIN EXCLUSIVE')
  onTestFinished(() => other.close())
  return () => other.exec('COMMIT')
}

async function opened() {
  const dataDir = await temporaryFolder()
  const storage = await openStorage({ dataDir, clock: systemClock })
  onTestFinished(() => storage[Symbol.asyncDispose]())
  return { dataDir, storage }
}

/** It gives up at once instead of after two seconds. */
async function impatient(clock: Clock) {
  const dataDir = await temporaryFolder()
  const storage = createStorage(await openSqlite(join(dataDir, 'dashboard.db'), { busyMs: 0 }), clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  return { dataDir, storage }
}

test('a save that waits for another process blocks nothing else, and succeeds afterwards', async () => {
  const { dataDir, storage } = await opened()
  await storage.jobs.save(storedJob())
  const unlock = lock(dataDir)
  let isKept = false
  const saving = storage.jobs.save(storedJob({ attempts: 2 })).then(() => {
    isKept = true
  })
  await turnOfTheLoop()
  // What was kept before can be read meanwhile.
  expect(await storage.jobs.all()).toEqual([storedJob()])
  expect(isKept).toBe(false)
  unlock()
  await saving
  expect(await storage.jobs.all()).toEqual([storedJob({ attempts: 2 })])
  expect(storage.state().failure).toBeNull()
})

test('saves that wait in vain fail, also in a transaction, and the next one is kept once the lock is gone', async () => {
  const clock = fakeClock()
  const { dataDir, storage } = await impatient(clock)
  const unlock = lock(dataDir)
  const settings = { model: 'a', settings: {}, source: 'user' as const, updated_at: null, updated_by: null }
  const change = { key: 'a', entry: settings, replaces: null }
  const failure = {
    code: 'storage_unavailable',
    message: 'Another program has locked the database.',
    hint: 'Stop the other program that uses DATA_DIR.',
  }
  const saves = [
    storage.jobs.save(storedJob()),
    storage.settings.apply([change]),
    storage.conversations.change('a', { title: 'b' }),
  ]
  for (const { status, reason } of (await Promise.allSettled(saves)) as PromiseRejectedResult[]) {
    expect(status).toBe('rejected')
    expect(reason).toMatchObject(failure)
  }
  expect(storage.state().failure).toMatchObject(failure)
  unlock()
  expect(await storage.settings.apply([change])).toHaveLength(1)
  expect(storage.state().failure).toBeNull()
})

test('that the lock is gone is noticed without another save', async () => {
  const clock = fakeClock()
  const { dataDir, storage } = await impatient(clock)
  const unlock = lock(dataDir)
  await expect(storage.jobs.save(storedJob())).rejects.toMatchObject({ code: 'storage_unavailable' })
  unlock()
  await clock.advance(1000)
  await expect.poll(() => storage.state().failure).toBeNull()
})

test('those who save at once wait together for another process, and not one after the other', async () => {
  let time = 0
  let isLocked = true
  const patience: number[] = []
  const locked = Object.assign(new Error('database is locked'), { code: 'ERR_SQLITE_ERROR', errcode: 5 })
  const db = new Kysely({
    dialect: sqliteDialect(
      {
        readsApart: true,
        async ask(request: SqliteRequest) {
          if (!('patienceMs' in request)) return { rows: [], changes: null }
          patience.push(request.patienceMs)
          if (!isLocked) return { rows: [], changes: 0 }
          time += request.patienceMs
          throw locked
        },
      },
      { busyMs: 2000, now: () => time },
    ),
  })
  const save = () => sql`update a`.execute(db)
  const saves = await Promise.allSettled([save(), save(), db.transaction().execute(async () => {}), save(), save()])
  expect(saves.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'))
  expect(patience).toEqual([2000, 0, 0, 0, 0])

  // Nobody waits for what is known to be locked, and each try may find it free again.
  time += 5000
  await expect(save()).rejects.toThrow('locked')
  isLocked = false
  await save()
  await save()
  expect(patience.slice(5)).toEqual([0, 0, 2000])
})

test('a folder is for one dashboard: a second one is refused at startup until the first has ended', async () => {
  const { dataDir, storage } = await opened()
  const refusal = openStorage({ dataDir, clock: systemClock })
  await expect(refusal).rejects.toBeInstanceOf(StorageNotOpened)
  await expect(refusal).rejects.toMatchObject({
    code: 'storage_unavailable',
    message: 'Another dashboard uses this DATA_DIR.',
    hint: expect.stringMatching(/^Stop it, or give each dashboard its own DATA_DIR\./),
  })
  await storage.jobs.save(storedJob())
  await storage[Symbol.asyncDispose]()
  await using second = await openStorage({ dataDir, clock: systemClock })
  expect(await second.jobs.all()).toEqual([storedJob()])
})

test('a stale or removed lock file blocks nobody', async () => {
  const { dataDir, storage } = await opened()
  await storage[Symbol.asyncDispose]()
  await using second = await openStorage({ dataDir, clock: systemClock })
  await second.jobs.save(storedJob())
  await second[Symbol.asyncDispose]()
  await rm(join(dataDir, 'dashboard.lock'))
  await using third = await openStorage({ dataDir, clock: systemClock })
  expect(await third.jobs.all()).toHaveLength(1)
})
