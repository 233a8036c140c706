import { expect, test } from 'vitest'
import { systemClock } from '../src/clock.ts'
import { createMemoryStorage } from '../src/storage/memory-storage.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { createSqlStorage } from '../src/storage/sql-storage.ts'
import { openSqlite } from '../src/storage/sqlite-database.ts'
import { fakeClock } from './fake-clock.ts'
import { storedJob } from './stored-job.ts'
import { temporaryFolder } from './temporary-folder.ts'

const clock = systemClock
const whole = storedJob({
  state: 'failed',
  progress: {
    status: 'pulling 2af3b81862c6',
    digest: 'sha256:2af3b81862c6be03c769683af18efdadb2c33f60ff32ab6f83e42c043d6c7816',
    layer_total: 637_699_456,
    layer_completed: 1024,
    total: 637_700_138,
    completed: 1706,
    percent: 0.1,
    bytes_per_second: 512.5,
    eta_seconds: null,
  },
  error: {
    type: 'urn:ollama-dashboard:problem:registry_unreachable',
    title: 'The model registry cannot be reached',
    status: 502,
    detail: 'Nobody said “it’s fine” — 没有人。',
    code: 'registry_unreachable',
    trace_id: 'ab'.repeat(16),
  },
  finished_at: '2026-01-01T00:01:00.000Z',
})

test('what was saved is there when the dashboard is started again', async () => {
  const dataDir = await temporaryFolder()
  {
    await using storage = await openStorage({ dataDir, clock })
    await storage.jobs.save(storedJob())
    await storage.jobs.save(whole)
  }
  await using storage = await openStorage({ dataDir, clock })
  expect(await storage.jobs.all()).toEqual([whole])
})

test('jobs come newest first, and what was removed does not come', async () => {
  await using storage = await createMemoryStorage()
  for (const second of [2, 4, 1, 3])
    await storage.jobs.save(storedJob({ id: `job-${second}`, created_at: `2026-01-01T00:00:0${second}.000Z` }))
  await storage.jobs.remove(['job-4', 'job-1', 'never-was'])
  await storage.jobs.remove([])
  expect((await storage.jobs.all()).map(({ id }) => id)).toEqual(['job-3', 'job-2'])
})

test('of saves that are asked for at once the last one stays', async () => {
  await using storage = await createMemoryStorage()
  await Promise.all([1, 2, 3, 4, 5].map((attempts) => storage.jobs.save(storedJob({ attempts }))))
  expect(await storage.jobs.all()).toEqual([storedJob({ attempts: 5 })])
})

test('what a job holds is never read as SQL', async () => {
  await using storage = await createMemoryStorage()
  const job = storedJob({ id: `'; drop table jobs; --`, model: `"x" or 1=1` })
  await storage.jobs.save(job)
  expect(await storage.jobs.all()).toEqual([job])
  await storage.jobs.remove([`' or '1'='1`])
  expect(await storage.jobs.all()).toHaveLength(1)
})

test('a full disk is told as such, and noticed to have room again without another save', async () => {
  const clock = fakeClock()
  const { database, db } = await openSqlite(':memory:')
  await using storage = createSqlStorage(db, clock)
  await storage.jobs.save(storedJob())
  expect(storage.state()).toEqual({ failure: null, triedAt: clock.now() })

  const pages = database.prepare('PRAGMA page_count').get()?.['page_count']
  database.exec(`PRAGMA max_page_count = ${pages}`)
  const large = storedJob({ id: 'large', model: 'x'.repeat(100_000) })
  await expect(storage.jobs.save(large)).rejects.toMatchObject({
    code: 'storage_unavailable',
    message: 'The disk is full: nothing can be saved.',
    hint: 'Free some space on the volume of DATA_DIR.',
  })
  expect(storage.state().failure).toMatchObject({ code: 'storage_unavailable' })
  expect(await storage.jobs.all()).toEqual([storedJob()])

  database.exec('PRAGMA max_page_count = 1000000')
  await clock.advance(10_000)
  expect(storage.state()).toEqual({ failure: null, triedAt: clock.now() })
})

test('a database that may only be read is told as such, and asked again until it may be written', async () => {
  const clock = fakeClock()
  const { database, db } = await openSqlite(':memory:')
  await using storage = createSqlStorage(db, clock)
  database.exec('PRAGMA query_only = ON')
  await expect(storage.jobs.remove(['a'])).rejects.toMatchObject({
    code: 'storage_unavailable',
    message: 'The database cannot be opened for writing.',
  })
  await clock.advance(10_000)
  expect(storage.state()).toMatchObject({ failure: { code: 'storage_unavailable' }, triedAt: clock.now() })
  database.exec('PRAGMA query_only = OFF')
  await clock.advance(10_000)
  expect(storage.state().failure).toBeNull()
})

test('a mistake of ours is not told as a storage that fails', async () => {
  await using storage = await createMemoryStorage()
  const nameless = { ...storedJob(), model: null as never }
  await expect(storage.jobs.save(nameless)).rejects.toMatchObject({ code: 'ERR_SQLITE_ERROR' })
  expect(storage.state().failure).toBeNull()
})
