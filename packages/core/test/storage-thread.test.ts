import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { migrations } from '../src/storage/migrate.ts'
import { lockOf, openSqliteOn } from '../src/storage/sqlite/sqlite-database.ts'
import { createSqliteThread, type SqliteThreadOptions } from '../src/storage/sqlite/sqlite-thread.ts'
import { createStorage } from '../src/storage/storage.ts'
import { fakeClock } from './fake-clock.ts'
import { storedJob } from './stored-job.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function opened(limits: Pick<SqliteThreadOptions, 'clock' | 'maxHeapMegabytes' | 'restartMs'>) {
  const path = join(await temporaryFolder(), 'dashboard.db')
  const thread = createSqliteThread({ path, lockPath: lockOf(path), migrations: Object.keys(migrations), ...limits })
  const database = await openSqliteOn(thread)
  const clock = fakeClock()
  const storage = createStorage(database, clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  await storage.jobs.save(storedJob())
  return { storage, clock, db: database.db }
}

/** 100 MB in rows that are in no table. */
const large = sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 25) select hex(zeroblob(2000000)) from n`
/** Keeps the thread busy, as a disk that hangs does. */
const slow = sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000000) select sum(i) from n`

test('a thread that runs out of memory ends alone: its requests fail, and it restarts automatically', async () => {
  const { storage, clock, db } = await opened({ maxHeapMegabytes: 24, restartMs: 0 })
  const [failed, small] = await Promise.allSettled([
    db.transaction().execute(async (transaction) => {
      await sql`delete from jobs`.execute(transaction)
      await large.execute(transaction)
    }),
    storage.jobs.save(storedJob({ id: 'meanwhile' })),
  ])
  expect(failed).toMatchObject({ status: 'rejected', reason: { code: 'ERR_DATABASE_STOPPED' } })
  await clock.advance(1000)
  await expect.poll(() => storage.state().failure).toBeNull()
  // What was not committed is as it was.
  const kept = (await storage.jobs.all()).map(({ id }) => id)
  expect(kept).toEqual(small.status === 'fulfilled' ? ['stored', 'meanwhile'] : ['stored'])
  await storage.jobs.save(storedJob({ id: 'later' }))
})

test('a disk that does not answer is told after a while, then at once, and is gone on with when it does', async () => {
  const time = fakeClock()
  const { storage, clock, db } = await opened({ clock: time })
  const failure = { code: 'storage_unavailable', message: 'The database disk is not responding.' }
  const stuck = db.transaction().execute(async (transaction) => {
    await sql`delete from jobs`.execute(transaction)
    await Promise.all([slow.execute(transaction), time.advance(30_000)])
  })
  await expect(stuck).rejects.toMatchObject({ code: 'ERR_DATABASE_SILENT' })
  await expect(storage.jobs.save(storedJob({ id: 'refused' }))).rejects.toMatchObject(failure)
  await expect(storage.jobs.all()).rejects.toMatchObject(failure)
  expect(storage.state().failure).toMatchObject(failure)
  await expect
    .poll(async () => {
      await clock.advance(10_000)
      return storage.state().failure
    })
    .toBeNull()
  // The transaction that nobody waited for any more is undone.
  expect(await storage.jobs.all()).toEqual([storedJob()])
})
