import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { migrate } from '../src/storage/migrate.ts'
import { migrations } from '../src/storage/migrations/migrations.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { engines, type Place } from './engines.ts'
import { storedJob } from './stored-job.ts'

const clock = systemClock

/** Opens it, saves a job and closes it. */
async function using(place: Place) {
  await using storage = await openStorage({ ...place, clock })
  await storage.jobs.save(storedJob())
}

describe.each(engines)('$name', ({ place, query, database }) => {
  test('a database of a newer version is refused, and stays as it is', async () => {
    const where = await place()
    await using(where)
    await query(where, `insert into kysely_migration values ('9999-from-the-future', '2030-01-01T00:00:00.000Z')`)
    await query(where, 'alter table jobs rename to tasks')
    await expect(openStorage({ ...where, clock })).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: 'The database was written by a newer version of the dashboard.',
    })
    expect(await query(where, 'select id from tasks')).toEqual([{ id: 'stored' }])
  })

  test('a database of a development version is refused with what to do, and stays as it is', async () => {
    const where = await place()
    await query(where, 'create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null)')
    await query(where, `insert into kysely_migration values ('0001-jobs', '2026-01-01T00:00:00.000Z')`)
    await query(where, 'create table jobs (id text)')
    await query(where, `insert into jobs values ('kept')`)
    await expect(openStorage({ ...where, clock })).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: 'The database was written by a development version from before the first release.',
      hint: expect.stringContaining('Move dashboard.db'),
    })
    expect(await query(where, 'select id from jobs')).toEqual([{ id: 'kept' }])
  })

  test('a database of an older version gets what it lacks, once, and keeps what it has', async () => {
    const { db } = await database()
    await db.insertInto('write_checks').values({ id: 'kept', checked_at: '' }).execute()
    let runs = 0
    const up: Migration['up'] = async ({ schema }) => {
      runs += 1
      await schema.createTable('added').addColumn('id', 'text').execute()
    }
    for (let start = 1; start <= 2; start += 1)
      await db.transaction().execute((transaction) => migrate(transaction, { ...migrations, '9998-added': { up } }))
    expect(runs).toBe(1)
    expect(await db.selectFrom('write_checks').select('id').execute()).toEqual([{ id: 'kept' }])
    const { rows } = await sql`select name from kysely_migration order by name`.execute(db)
    expect(rows).toEqual([...Object.keys(migrations), '9998-added'].map((name) => ({ name })))
  })

  test('a migration that fails leaves nothing behind, and is told as it is', async () => {
    const where = await place()
    await query(where, 'create table write_checks (mine text)')
    const refusal = openStorage({ ...where, clock })
    await expect(refusal).rejects.toThrow(/write_checks.* already exists/)
    await expect(refusal).rejects.not.toBeInstanceOf(DashboardError)
    await expect(query(where, 'select * from jobs')).rejects.toThrow(/jobs/)
    await query(where, 'drop table write_checks')
    await using(where)
  })

  test('a size comes back as the number it was, up to the largest safe one', async () => {
    const { db } = await database()
    await db.schema.createTable('sizes').addColumn('size', 'bigint').execute()
    for (const size of [0, 2 ** 31, Number.MAX_SAFE_INTEGER])
      await sql`insert into sizes (size) values (${size})`.execute(db)
    const { rows } = await sql`select size from sizes order by size`.execute(db)
    expect(rows).toEqual([{ size: 0 }, { size: 2 ** 31 }, { size: Number.MAX_SAFE_INTEGER }])
  })
})
