import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { MeasurementBatch } from './measurement-batch.ts'
import type { StorageGuard } from './storage-guard.ts'
import type { StorageLock, StorageTurns } from './storage-turns.ts'

/** What a repository is opened with. */
export interface RepositoryOptions<Tables> {
  readonly db: Kysely<Tables>
  /** Other processes may write to it, too. */
  readonly isShared: boolean
  readonly guard: StorageGuard
  readonly lock: StorageLock
  readonly turns: StorageTurns
  readonly measurements: MeasurementBatch<Tables>
}

export type Migrate = Migration['up']

/** A migration that says which versions can use the database after it. Each that came after the first replicas does. */
export interface DatedMigration {
  readonly up: Migrate
  /**
   * The name of a migration, if this one only adds: processes of versions that know the named one go on, and start; they
   * read and write what they know as before, and what was added is missing from what they write. So several processes are
   * updated one after the other. Null if every process has to be of this version.
   */
  readonly usableSince: string | null
}

/** The tables that a subject has: how they are made, and what it reads and writes them with. */
export interface StoredEntity<Tables> extends Partial<EntityMigrations> {
  open(options: RepositoryOptions<Tables>): object
}

/**
 * What makes the tables of an entity. Types that mean the same to both engines are `text` (which takes no NUL character),
 * `integer` of 32 bits, `bigint` up to 2^53, and `double precision`. Times are RFC 3339 in UTC, so that as text they sort
 * by time; other text sorts by the language of a PostgreSQL server, and differently on SQLite.
 */
export interface EntityMigrations {
  /** Its part of the schema of the first release. It never changes, nor does an entity that came later have one. */
  readonly firstRelease: Migrate
  /** What came later, by names like `0002-bookmarks`. They run in the order of all names; a released one never changes. */
  readonly migrations: Readonly<Record<string, Migrate | DatedMigration>>
}
