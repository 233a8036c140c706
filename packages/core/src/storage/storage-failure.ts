import { DashboardError } from '../kernel/errors.ts'
import type { FailureOf } from './engine.ts'

/** What keeps a storage from working, and what a person can do about it. Neither holds a path, an address or SQL. */
const failures = {
  newer: {
    message: 'The database was written by a newer version of the dashboard.',
    hint: 'Start that version, or restore a backup from before the update.',
  },
  development: {
    message: 'The database was written by a development version from before the first release.',
    hint: 'Move dashboard.db and the files beside it out of DATA_DIR, or name an empty database in DATABASE_URL. Settings, and chats without their pictures, come back from their files.',
  },

  // SQLite
  full: {
    message: 'The disk is full: nothing can be saved.',
    hint: 'Free some space on the volume of DATA_DIR.',
  },
  notWritable: {
    message: 'The database cannot be opened for writing.',
    hint: 'Let the user who runs the dashboard write to DATA_DIR and the files in it, or set DATA_DIR to another folder.',
  },
  notAFolder: { message: 'DATA_DIR is a file, or lies inside one.', hint: 'Set DATA_DIR to a folder.' },
  notADatabase: {
    message: 'The file is not a database of the dashboard.',
    hint: 'Restore it from a backup, or move it away to begin with an empty one.',
  },
  damaged: {
    message: 'The database is damaged.',
    hint: 'Restore it from a backup, or move it away to begin with an empty one.',
  },
  inUse: {
    message: 'Another program keeps the database locked.',
    hint: 'Stop the other program that uses DATA_DIR.',
  },
  broken: { message: 'The disk failed while the database was used.', hint: 'Check the disk that DATA_DIR is on.' },
  usedTwice: {
    message: 'Another dashboard uses this DATA_DIR.',
    hint: 'Stop it, or set DATA_DIR to a folder of its own. If there is none, the folder is on a network mount that cannot lock files: choose one on a local disk.',
  },
  gone: {
    message: 'The database file was removed while the dashboard ran.',
    hint: 'Mount the volume of DATA_DIR again or put dashboard.db back, and saving goes on. Restart the dashboard to begin with an empty one.',
  },
  replaced: {
    message: 'The database file was replaced by one that this dashboard cannot go on with.',
    hint: 'Restart the dashboard to open it, or put the former dashboard.db back.',
  },
  diskSilent: {
    message: 'The disk of the database does not answer in time.',
    hint: 'Check the disk, or the network mount, that DATA_DIR is on.',
  },
  stopped: {
    message: 'The part of the dashboard that keeps data ended unexpectedly.',
    hint: 'It starts again by itself: try again. If this happens often, look for a lack of memory.',
  },

  // PostgreSQL
  unreachable: {
    message: 'The database server cannot be reached.',
    hint: 'Start PostgreSQL, or correct the host and port in DATABASE_URL.',
  },
  silent: {
    message: 'The database server does not answer in time.',
    hint: 'Check that it runs, that it can be reached from here, and how busy it is.',
  },
  lost: {
    message: 'The connection to the database server was lost.',
    hint: 'The dashboard connects again by itself. Check that PostgreSQL runs.',
  },
  notReady: { message: 'The database server is starting or stopping.', hint: 'Wait until PostgreSQL has started.' },
  notLetIn: {
    message: 'The database server does not let the dashboard in.',
    hint: 'Correct user, password and sslmode in DATABASE_URL. Who is let in is written in pg_hba.conf of PostgreSQL.',
  },
  noDatabase: {
    message: 'The database that DATABASE_URL names does not exist.',
    hint: 'Create it, or name another one in DATABASE_URL.',
  },
  notSecure: {
    message: 'The database server cannot be spoken to over TLS.',
    hint: 'Check the certificate of PostgreSQL, and sslmode and sslrootcert in DATABASE_URL.',
  },
  noConnectionLeft: {
    message: 'The database server has no connection left.',
    hint: 'Let PostgreSQL or its user have more connections, or end other programs that use them.',
  },
  notAllowed: {
    message: 'The database user may not do what the dashboard needs.',
    hint: 'Make the user in DATABASE_URL the owner of the database.',
  },
  readOnly: {
    message: 'The database may only be read.',
    hint: 'Let PostgreSQL take changes, or set DATABASE_URL to a server that does.',
  },
  locked: {
    message: 'Another program keeps the database locked.',
    hint: 'End the transaction in PostgreSQL that holds the lock.',
  },
  serverFull: {
    message: 'The disk of the database server is full: nothing can be saved.',
    hint: 'Free some space on the volume of PostgreSQL.',
  },
  outOfMemory: { message: 'The database server is out of memory.', hint: 'Give PostgreSQL more memory.' },
  serverDamaged: { message: 'The database is damaged.', hint: 'Restore the database from a backup.' },
  serverBroken: {
    message: 'The disk of the database server failed.',
    hint: 'Check the disk that PostgreSQL keeps its data on.',
  },
} as const satisfies Record<string, { readonly message: string; readonly hint: string }>

export type Failure = keyof typeof failures

/** The `storage_unavailable` of a failure. */
export function storageUnavailable(failure: Failure, cause?: unknown): DashboardError {
  const { message, hint } = failures[failure]
  return new DashboardError('storage_unavailable', message, { hint, cause })
}

/** Without its storage the dashboard does not start. The message names no path: `where` is for the terminal alone. */
export class StorageNotOpened extends DashboardError {
  /** The file or folder that is at fault, or the variable that names the database. */
  readonly where: string

  constructor({ message, hint, cause }: DashboardError, where: string) {
    super('storage_unavailable', message, { cause, ...(hint !== undefined && { hint }) })
    this.where = where
  }
}

/** The `storage_unavailable` that a person can do something about; whatever nobody foresaw stays as it is. */
export function toStorageFailure(error: unknown, failureOf: FailureOf): unknown {
  if (!(error instanceof Error)) return error
  const failure = failureOf(error)
  return failure ? storageUnavailable(failure, error) : error
}

const passing = new Set<Failure | undefined>(['inUse', 'locked', 'lost', 'notReady', 'stopped'])

/** It may work in a moment. */
export const isPassing = (error: unknown, failureOf: FailureOf): boolean =>
  error instanceof Error && passing.has(failureOf(error))
