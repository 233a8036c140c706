import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { createBackground } from '../src/kernel/background.ts'
import type { Clock } from '../src/kernel/clock.ts'
import { createLease } from '../src/replicas/create-lease.ts'
import { LeaseLost } from '../src/replicas/lease.ts'
import type { LeaseRepository } from '../src/replicas/lease-table.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import type { Tables } from '../src/storage/repositories.ts'
import { storageUnavailable } from '../src/storage/storage-failure.ts'
import { type FakeClock, fakeClock } from './fake-clock.ts'
import { freshDatabase } from './postgres/fresh-database.ts'
import { linkHub } from './replicas-set-up.ts'

/** A clock whose process can be suspended: time goes on then, and no timer fires. */
function suspendable(clock: FakeClock): Clock & { sleep(ms: number): void } {
  let slept = 0
  return {
    ...clock,
    now: () => clock.now() + slept,
    elapsed: () => clock.elapsed() + slept,
    sleep(ms) {
      slept += ms
    },
  }
}

async function setUp() {
  const databaseUrl = await freshDatabase()
  const hub = linkHub()
  const pool = new pg.Pool({ connectionString: databaseUrl })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const opened = new AsyncDisposableStack()
  onTestFinished(async () => {
    await opened.disposeAsync()
    await db.destroy()
  })
  return {
    /** The database past what is tested. */
    db,
    query: async (statement: string) => (await pool.query(statement)).rows,
    /** Time passes for the database. */
    pass: (ms: number) => pool.query(`update leases set until = until - ${ms}`),
    async join(holder: string) {
      const time = fakeClock()
      const clock = suspendable(time)
      const { leases } = opened.use(await openStorage({ dataDir: '/nowhere', databaseUrl, clock: fakeClock() }))
      const failures: unknown[] = []
      const background = createBackground({ clock, report: (error) => failures.push(error) })
      const link = hub.link(holder)
      const lease = opened.use(createLease({ repository: leases, name: 'leader', holder, clock, background, link }))
      const changes: boolean[] = []
      lease.onChange((isHeld) => changes.push(isHeld))
      return { lease, clock, time, changes, failures, leases }
    },
  }
}

const held = (lease: { isHeld(): boolean }) => expect.poll(() => lease.isHeld(), { interval: 5 }).toBe(true)

/**
 * Its time goes on until it has the lease: it asks when its last question was answered, which may take a while. Slowly, so
 * that what it took has not ended by its own clock before the answer is here.
 */
const takes = ({ lease, time }: { readonly lease: { isHeld(): boolean }; readonly time: FakeClock }) =>
  expect.poll(() => time.advance(50).then(lease.isHeld), { interval: 5 }).toBe(true)

test('one of two has it, and the other has it soon after the first is gone without a word', async () => {
  const { join, pass, query } = await setUp()
  const first = await join('first')
  await held(first.lease)
  const second = await join('second')
  await second.time.advance(2000)
  await expect.poll(() => query('select holder from leases')).toEqual([{ holder: 'first' }])
  expect(second.lease.isHeld()).toBe(false)

  await pass(4000)
  await second.time.advance(2000)
  expect(second.lease.isHeld()).toBe(false)
  await pass(2000)
  // It asks every two seconds.
  await takes(second)
  expect(second.changes).toEqual([true])
})

test('whoever renews it keeps it', async () => {
  const { join, pass, query } = await setUp()
  const until = async () => Number((await query('select until from leases'))[0]?.until)
  const first = await join('first')
  await held(first.lease)
  // Together longer than it lasts. In each round a busy computer may take some of that, too.
  for (let round = 0; round < 7; round += 1) {
    await pass(1000)
    const before = await until()
    await first.time.advance(2000)
    await expect.poll(until, { interval: 5 }).toBeGreaterThan(before)
    await held(first.lease)
  }
  expect(await first.leases.take('leader', 'second', 6000)).toBe(null)
  expect(first.changes).toEqual([true])
})

test('a holder that was suspended has lost it when it wakes, before any timer fires, and writes nothing', async () => {
  const { join, pass, db, query } = await setUp()
  const first = await join('first')
  await held(first.lease)
  const second = await join('second')
  first.clock.sleep(60_000)
  await pass(60_000)
  await takes(second)

  expect(first.lease.isHeld()).toBe(false)
  const write = db.transaction().execute(async (transaction) => {
    await first.lease.confirm(transaction)
    await transaction.insertInto('write_checks').values({ id: 'late', checked_at: '' }).execute()
  })
  await expect(write).rejects.toThrow(LeaseLost)
  expect(await query("select * from write_checks where id = 'late'")).toEqual([])

  await first.time.advance(2000)
  expect(first.lease.isHeld()).toBe(false)
  expect(first.changes).toEqual([true, false])
  expect(first.failures).toEqual([])
})

test('a holder that does not know yet that it was suspended is not confirmed', async () => {
  const { join, pass, db } = await setUp()
  const first = await join('first')
  await held(first.lease)
  const second = await join('second')
  await pass(60_000)
  await takes(second)
  // Its clocks stood still.
  expect(first.lease.isHeld()).toBe(true)
  await expect(db.transaction().execute(first.lease.confirm)).rejects.toThrow(LeaseLost)
  expect(first.lease.isHeld()).toBe(false)
  expect(first.changes).toEqual([true, false])
})

test('nobody takes it from a transaction that is confirmed, and its holder can renew it meanwhile', async () => {
  const { join, pass, db, query } = await setUp()
  const first = await join('first')
  await held(first.lease)
  const second = await join('second')
  const waiting = "select 1 as waits from pg_stat_activity where wait_event_type = 'Lock' and query like '%leases%'"
  await db.transaction().execute(async (transaction) => {
    await first.lease.confirm(transaction)
    await first.time.advance(2000)
    await expect
      .poll(() => query('select until > extract(epoch from now()) * 1000 + 5000 as renewed from leases'))
      .toEqual([{ renewed: true }])
    await pass(60_000)
    // It asks again once its first question was answered.
    const asksAndWaits = () => second.time.advance(500).then(() => query(waiting))
    await expect.poll(asksAndWaits, { interval: 5 }).toEqual([{ waits: 1 }])
    await transaction.insertInto('write_checks').values({ id: 'in time', checked_at: '' }).execute()
  })
  await takes(second)
  expect(await query("select id from write_checks where id = 'in time'")).toEqual([{ id: 'in time' }])
})

test('given back, it is taken at once', async () => {
  const { join } = await setUp()
  const first = await join('first')
  await held(first.lease)
  const second = await join('second')
  await second.time.advance(1)
  await first.lease[Symbol.asyncDispose]()
  expect(first.lease.isHeld()).toBe(false)
  // Nothing moves the clock of the second.
  await held(second.lease)
})

test('while the storage is away it ends by itself, and it is the same holder’s again afterwards', async () => {
  const clock = fakeClock()
  let isAway = false
  const repository: Pick<LeaseRepository, 'take' | 'renew' | 'release'> = {
    take: async (name, holder) => ({ name, holder, fence: 1 }),
    renew: async () => {
      if (isAway) throw storageUnavailable('unreachable')
      return true
    },
    release: async () => {},
  }
  const background = createBackground({ clock })
  await using lease = createLease({
    repository: repository as LeaseRepository,
    name: 'leader',
    holder: 'first',
    clock,
    background,
  })
  const changes: string[] = []
  lease.onChange((isHeld) => changes.push(`${isHeld} after ${clock.elapsed() / 1000} s`))
  await clock.advance(4000)
  isAway = true
  await clock.advance(16_000)
  isAway = false
  await clock.advance(4000)
  expect(changes).toEqual(['true after 0 s', 'false after 10 s', 'true after 22 s'])
  expect(background.failures()).toEqual([])
})
