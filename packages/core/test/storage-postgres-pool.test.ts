import { sql } from 'kysely'
import pg from 'pg'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openPostgres } from '../src/storage/postgres/postgres-database.ts'
import type { PostgresLimits } from '../src/storage/postgres/postgres-pool.ts'
import { createStorage } from '../src/storage/storage.ts'
import { storageUnavailable } from '../src/storage/storage-failure.ts'
import { fakeClock } from './fake-clock.ts'
import { freshDatabase } from './postgres/fresh-database.ts'
import { wireTo } from './postgres/wire.ts'
import { at, conversationOf, said } from './stored-conversation.ts'
import { storedJob } from './stored-job.ts'

const patient = { timeout: 10_000 }

/** A connection beside the storage's, closed with the test. */
async function beside(url: string): Promise<pg.Client> {
  const client = new pg.Client(url)
  client.on('error', () => undefined)
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

async function databaseAt(url: string, limits?: Partial<PostgresLimits>) {
  const database = await openPostgres(url, { lockMs: 9000, ...limits })
  const storage = createStorage(database, fakeClock())
  onTestFinished(() => storage[Symbol.asyncDispose]())
  return { ...database, storage }
}

/** Waits until so many statements wait for a lock. */
async function untilLocked(url: string, count = 1): Promise<void> {
  // Within a transaction, what is going on stays as it was seen first.
  const watcher = await beside(url)
  const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await vi.waitFor(async () => expect((await watcher.query(waiting)).rows).toHaveLength(count), patient)
}

test('a statement that waits holds up no other one', async () => {
  const url = await freshDatabase()
  const { storage } = await databaseAt(url)
  const other = await beside(url)
  await other.query('begin')
  await other.query('lock table jobs')
  const saving = storage.jobs.save(storedJob())
  await untilLocked(url)
  expect(await storage.presets.all()).toEqual([])
  await other.query('rollback')
  await saving
})

test('a server that gives few connections gets by with them', async () => {
  const url = await freshDatabase()
  const other = await beside(url)
  await other.query(`alter database ${new URL(url).pathname.slice(1)} connection limit 3`)
  const { storage } = await databaseAt(url)
  const read = await Promise.all(Array.from({ length: 20 }, () => storage.jobs.all()))
  expect(read).toEqual(Array.from({ length: 20 }, () => []))
  expect(storage.state().failure).toBeNull()
})

test('when one connection finds the server silent, the others are not waited for as well', async () => {
  const url = await freshDatabase()
  const wire = await wireTo(url)
  const { storage } = await databaseAt(wire.url, { answerMs: 2500, connectMs: 2500 })
  const other = await beside(url)
  await other.query('begin')
  await other.query('lock table jobs')
  const reading = [1, 2, 3, 4].map(() => storage.jobs.all())
  await untilLocked(url, 4)
  await other.query('rollback')
  await Promise.all(reading)

  wire.state = 'silent'
  await expect(storage.jobs.all()).rejects.toMatchObject({ message: storageUnavailable('silent').message })
  wire.state = 'fine'
  expect(await storage.jobs.all()).toEqual([])
})

test('transactions have limits, also where a pooler lends another connection than was set', async () => {
  const { db } = await databaseAt(await freshDatabase(), { lockMs: 1234 })
  const limits = await db.connection().execute(async (connection) => {
    await sql`reset all`.execute(connection)
    const shown = await connection.transaction().execute((transaction) => sql`show lock_timeout`.execute(transaction))
    return shown.rows
  })
  expect(limits).toEqual([{ lock_timeout: '1234ms' }])
})

test('a chat that is pinned or goes on while the oldest are removed stays', async () => {
  const url = await freshDatabase()
  const { storage } = await databaseAt(url)
  const { conversations } = storage
  for (const [index, id] of ['oldest', 'older', 'old', 'new'].entries())
    await conversations.save(conversationOf(id, index), [said('Hello')])
  const other = await beside(url)
  await other.query('begin')
  await other.query(`update conversations set pinned = 1 where id = 'oldest'`)
  await other.query(`update conversations set updated_at = '${at(60)}' where id = 'older'`)
  const removing = conversations.keep('ann', 1)
  await untilLocked(url)
  await other.query('commit')
  await removing
  const left = await conversations.page({ scope: 'all', limit: 10 })
  expect(left.map(({ id }) => id)).toEqual(['oldest', 'older', 'new'])
  expect(await conversations.messages('oldest')).toEqual([said('Hello')])
  expect(await conversations.messages('old')).toEqual([])
})

test('of two changes that wait for each other both are made', async () => {
  const url = await freshDatabase()
  const { storage } = await databaseAt(url)
  const { conversations } = storage
  for (const id of ['a', 'b']) await conversations.save(conversationOf(id, 0), [said('Hello')])
  const other = await beside(url)
  await other.query('begin')
  await other.query(`update conversations set pinned = 1 where id = 'b'`)
  // It holds the first and waits for the second.
  const removing = conversations.removeAll('ann')
  await untilLocked(url)
  await other.query(`update conversations set pinned = 1 where id = 'a'`)
  await other.query('commit')
  expect(await removing).toBe(2)
  expect(storage.state().failure).toBeNull()
})
