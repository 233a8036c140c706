import type { Kysely } from 'kysely'
import type { Tables } from './repositories.ts'
import type { Failure } from './storage-failure.ts'
import type { StorageLock } from './storage-turns.ts'

/** What an error of a database means; undefined for one that is our own mistake. */
export type FailureOf = (error: Error) => Failure | undefined

/** A database that is open and has the newest shape, as the storage over it needs to know it. */
export interface SqlDatabase {
  readonly db: Kysely<Tables>
  /** As traces name it. */
  readonly system: 'sqlite' | 'postgresql'
  readonly failureOf: FailureOf
  /** Other processes may write to it, too. */
  readonly isShared: boolean
  readonly lock: StorageLock
  /** Calls back when the connection breaks while nobody asks for anything. */
  readonly onLost?: (listener: () => void) => void
  /** Throws when the database is no longer what was opened, though nobody asks for anything. */
  readonly inspect?: () => Promise<unknown>
}

/** SQLite or PostgreSQL: how a database of its kind is opened. */
export interface Engine {
  /** What a person has to look at when it does not open: a file or a variable. For the terminal alone. */
  readonly where: string
  readonly failureOf: FailureOf
  open(): Promise<SqlDatabase>
}
