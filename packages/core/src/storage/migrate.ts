import type { Kysely } from 'kysely'
import { migrations as ours } from './migrations/migrations.ts'
import { storageUnavailable } from './storage-failure.ts'
import type { Tables } from './tables.ts'

/** Where Kysely's migrator remembers what ran, in its form. */
type Executed = { kysely_migration: { name: string; timestamp: string } }

/** First migrations of development versions, whose tables differ from those of the first release. */
const developmentMigrations = ['0001-jobs', '0001-initial']

/**
 * Brings a database to the newest schema. It is called in a transaction that one process at a time can be in, so that
 * all of it happens, once, or nothing. Throws `storage_unavailable` for a database that a newer version or a development
 * version wrote. Kysely's migrator takes no lock on SQLite, and in a transaction on PostgreSQL it throws what follows
 * from a failure in place of the failure.
 */
export async function migrate(db: Kysely<Tables>, migrations = ours): Promise<void> {
  const remembering = db.$extendTables<Executed>()
  await db.schema
    .createTable('kysely_migration')
    .ifNotExists()
    .addColumn('name', 'varchar(255)', (column) => column.primaryKey())
    .addColumn('timestamp', 'varchar(255)', (column) => column.notNull())
    .execute()
  const rows = await remembering.selectFrom('kysely_migration').select('name').execute()
  const executed = new Set(rows.map(({ name }) => name))
  if (developmentMigrations.some((name) => executed.has(name))) throw storageUnavailable('development')
  if ([...executed].some((name) => !Object.hasOwn(migrations, name))) throw storageUnavailable('newer')

  const due = Object.entries(migrations).filter(([name]) => !executed.has(name))
  for (const [name, { up }] of due.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await up(db)
    const timestamp = new Date().toISOString()
    await remembering.insertInto('kysely_migration').values({ name, timestamp }).execute()
  }
}
