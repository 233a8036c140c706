import type { Kysely } from 'kysely'
import type { Tables } from './repositories.ts'
import { storageUnavailable } from './storage-failure.ts'
import { createWriteChecks } from './storage-guard.ts'
import type { DatedMigration, EntityMigrations, Migrate } from './stored-entity.ts'
import * as entities from './tables.ts'
import { createMigrationTables, isUsable, type MigrationTables, runMigrations } from './usable-since.ts'

type Migrations = Readonly<Record<string, Migrate | DatedMigration>>

/** First migrations of development versions, whose tables differ from those of the first release. */
const developmentMigrations = ['0001-jobs', '0001-initial']

/** The migrations of all of them by their names. Throws where two have one name. */
export function collectMigrations(stored: readonly Partial<EntityMigrations>[]): Migrations {
  const collected: Record<string, Migrate | DatedMigration> = {
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
 * all of it happens, once, or nothing. A database that a newer version migrated stays as it is, if that version says that
 * this one can use it. Throws `storage_unavailable` for another one and for that of a development version, and an error of
 * ours for a migration whose name sorts before one that has run. Kysely's migrator takes no lock on SQLite, and in a
 * transaction on PostgreSQL it throws what follows from a failure in place of the failure.
 */
export async function migrate(tables: Kysely<Tables>, all = migrations): Promise<void> {
  // No subject knows of these.
  const db = tables as unknown as Kysely<MigrationTables>
  await createMigrationTables(db)
  const run = await runMigrations(db).execute()
  const executed = new Set(run.map(({ name }) => name))
  if (developmentMigrations.some((name) => executed.has(name))) throw storageUnavailable('development')
  if (!isUsable(run, (name) => Object.hasOwn(all, name))) throw storageUnavailable('newer')

  const last = [...executed].toSorted().at(-1) ?? ''
  const due = Object.entries(all).filter(([name]) => !executed.has(name))
  for (const [name, migration] of due.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (name < last) throw new Error(`Migration "${name}" sorts before "${last}", which has run. Give it a later name.`)
    await runOne(db, name, migration)
  }
}

async function runOne(db: Kysely<MigrationTables>, name: string, migration: Migrate | DatedMigration) {
  const { up, usableSince } = typeof migration === 'function' ? { up: migration, usableSince: null } : migration
  await up(db)
  const timestamp = new Date().toISOString()
  await db.insertInto('kysely_migration').values({ name, timestamp }).execute()
  if (usableSince === null) return
  await db.insertInto('migration_compatibility').values({ name, usable_since: usableSince }).execute()
}
