import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Dialect, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { collectMigrations, migrate, migrations } from '../src/storage/migrate.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import type { Migrate } from '../src/storage/stored-entity.ts'
import { engines, type Place } from './engines.ts'
import { storedJob } from './stored-job.ts'

const clock = systemClock

const newer = `insert into kysely_migration values ('9999-from-the-future', '2030-01-01T00:00:00.000Z')`
const usableSince = (name: string) => `insert into migration_compatibility values ('9999-from-the-future', '${name}')`

const newest = Object.keys(migrations).toSorted().at(-1) ?? ''

/** Opens it, saves a job and closes it. */
async function using(place: Place) {
  await using storage = await openStorage({ ...place, clock })
  await storage.jobs.save(storedJob())
}

describe.each(engines)('$name', ({ place, query, database }) => {
  test('a database of a newer version is refused, and stays as it is', async () => {
    const where = await place()
    await using(where)
    await query(where, newer)
    await query(where, 'alter table jobs rename to tasks')
    await expect(openStorage({ ...where, clock })).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: 'The database was written by a newer version of the dashboard.',
    })
    expect(await query(where, 'select id from tasks')).toEqual([{ id: 'stored' }])
  })

  test('a database of a newer version is used as before, if that version says that it can be', async () => {
    const where = await place()
    await using(where)
    await query(where, newer)
    await query(where, 'alter table jobs add column added text')
    await query(where, usableSince('9000-unknown-here'))
    await expect(openStorage({ ...where, clock })).rejects.toMatchObject({ code: 'storage_unavailable' })
    await query(where, `update migration_compatibility set usable_since = '${newest}' where name like '9999%'`)
    await using(where)
    expect(await query(where, 'select id, added from jobs')).toEqual([{ id: 'stored', added: null }])
  })

  test('a version that adds something lets the one before it start, and one that changes something does not', async () => {
    const { db } = await database()
    const run = (all: typeof migrations) => db.transaction().execute((transaction) => migrate(transaction, all))
    const up: Migrate = async ({ schema }) =>
      schema
        .alterTable('write_checks')
        .addColumn('added', 'text')
        .execute()
        .then(() => {})
    const added = { ...migrations, '9998-added': { up, usableSince: newest } }
    await run(added)
    await run(migrations)
    await run({ ...added, '9999-changed': { up: async () => {}, usableSince: null } })
    await expect(run(added)).rejects.toMatchObject({ code: 'storage_unavailable' })
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
    const added: Migrate = async ({ schema }) => {
      runs += 1
      await schema.createTable('added').addColumn('id', 'text').execute()
    }
    for (let start = 1; start <= 2; start += 1)
      await db.transaction().execute((transaction) => migrate(transaction, { ...migrations, '9998-added': added }))
    expect(runs).toBe(1)
    expect(await db.selectFrom('write_checks').select('id').execute()).toEqual([{ id: 'kept' }])
    const { rows } = await sql`select name from kysely_migration order by name`.execute(db)
    expect(rows).toEqual([...Object.keys(migrations).toSorted(), '9998-added'].map((name) => ({ name })))
  })

  test('a migration whose name sorts before one that has run is refused by name, and nothing runs', async () => {
    const { db } = await database()
    const add = async ({ schema }: Kysely<unknown>) => schema.createTable('added').addColumn('id', 'text').execute()
    const between = { ...migrations, '0000-late': add, '9998-added': add }
    await expect(db.transaction().execute((transaction) => migrate(transaction, between))).rejects.toThrow(
      /^Migration "0000-late" sorts before "[^"]+", which has run. Give it a later name.$/,
    )
    await expect(sql`select * from added`.execute(db)).rejects.toThrow(/added/)
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

test('two migrations of one name are refused, whichever entities they are of', () => {
  const named = (name: string) => ({ migrations: { [name]: async () => {} } })
  expect(Object.keys(collectMigrations([named('0003-b'), named('0002-a')]))).toEqual([
    '0001-schema',
    '0003-b',
    '0002-a',
  ])
  for (const name of ['0001-schema', '0002-a'])
    expect(() => collectMigrations([named('0002-a'), named(name)])).toThrow(`Two migrations have the name "${name}".`)
})

test('each migration since the first replicas says which versions can use the database after it', () => {
  const dated = Object.entries(migrations).filter(([name]) => name > '0008-rules')
  for (const [name, migration] of dated) {
    const since = typeof migration === 'function' ? undefined : migration.usableSince
    expect.soft([null, ...Object.keys(migrations).filter((known) => known < name)], name).toContain(since)
  }
})

test('the schema of the first release is as it was', async () => {
  const statements: string[] = []
  const dialect: Dialect = {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
  const db = new Kysely<unknown>({ dialect, log: ({ query }) => void statements.push(`${query.sql};\n`) })
  const first = migrations['0001-schema']
  if (typeof first === 'function') await first(db)
  const released = await readFile(join(import.meta.dirname, 'fixtures/0001-schema.sql'), 'utf8')
  expect(statements.toSorted().join('')).toBe(released)
})
