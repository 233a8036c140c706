import type { Kysely } from 'kysely'
import type { Tables } from './repositories.ts'
import { storageUnavailable } from './storage-failure.ts'
import { createWriteChecks } from './storage-guard.ts'
import type { EntityMigrations, Migrate } from './stored-entity.ts'
import * as entities from './tables.ts'

/** Where Kysely's migrator remembers what ran, in its form. */
type Executed = { kysely_migration: { name: string; timestamp: string } }

/** First migrations of development versions, whose tables differ from those of the first release. */
const developmentMigrations = ['0001-jobs', '0001-initial']

/** The migrations of all of them by their names. Throws where two have one name. */
export function collectMigrations(stored: readonly Partial<EntityMigrations>[]): Readonly<Record<string, Migrate>> {
  const collected: Record<string, Migrate> = {
    '0001-schema': async (db) => {
      for (const { firstRelease } of stored) await firstRelease?.(db)
      await createWriteChecks(db)
    },
  }
  for (const [name, up] of stored.flatMap(({ migrations = {} }) => Object.entries(migrations))) {
    if (Object.hasOwn(collected, name)) throw new Error(`Two migrations have the name "${name}".`)
    collected[name] = up
  }
  return collected
}

/** Every migration under the name it is remembered by. They run in the order of their names. */
export const migrations = collectMigrations(Object.values(entities))

/**
 * Brings a database to the newest schema. It is called in a transaction that one process at a time can be in, so that
 * all of it happens, once, or nothing. Throws `storage_unavailable` for a database that a newer version or a development
 * version wrote, and an error of ours for a migration whose name sorts before one that has run. Kysely's migrator takes no
 * lock on SQLite, and in a transaction on PostgreSQL it throws what follows from a failure in place of the failure.
 */
export async function migrate(db: Kysely<Tables>, all = migrations): Promise<void> {
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
  if ([...executed].some((name) => !Object.hasOwn(all, name))) throw storageUnavailable('newer')

  const last = [...executed].toSorted().at(-1) ?? ''
  const due = Object.entries(all).filter(([name]) => !executed.has(name))
  for (const [name, up] of due.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (name < last) throw new Error(`Migration "${name}" sorts before "${last}", which has run. Give it a later name.`)
    await up(db)
    const timestamp = new Date().toISOString()
    await remembering.insertInto('kysely_migration').values({ name, timestamp }).execute()
  }
}
