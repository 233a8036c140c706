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
    hint: 'Move dashboard.db and the files next to it out of DATA_DIR, or set DATABASE_URL to an empty database. Settings, and chats without images, are restored from their files.',
  },

  // SQLite
  full: {
    message: 'The disk is full: nothing can be saved.',
    hint: 'Free some space on the volume of DATA_DIR.',
  },
  notWritable: {
    message: 'The database cannot be opened for writing.',
    hint: 'Give the user who runs the dashboard write access to DATA_DIR and the files in it, or set DATA_DIR to another folder.',
  },
  notAFolder: { message: 'DATA_DIR is not a folder.', hint: 'Set DATA_DIR to a folder.' },
  notADatabase: {
    message: 'The file is not a dashboard database.',
    hint: 'Restore it from a backup, or move it away to start with an empty one.',
  },
  damaged: {
    message: 'The database is damaged.',
    hint: 'Restore it from a backup, or move it away to start with an empty one.',
  },
  inUse: {
    message: 'Another program has locked the database.',
    hint: 'Stop the other program that uses DATA_DIR.',
  },
  broken: { message: 'The disk failed while the database was in use.', hint: 'Check the disk that holds DATA_DIR.' },
  usedTwice: {
    message: 'Another dashboard uses this DATA_DIR.',
    hint: 'Stop it, or give each dashboard its own DATA_DIR. If no other dashboard runs, DATA_DIR is on a network mount without file locks: choose a folder on a local disk.',
  },
  gone: {
    message: 'The database file was removed while the dashboard was running.',
    hint: 'Mount the volume of DATA_DIR again, or put dashboard.db back. Restart the dashboard to start with an empty database.',
  },
  replaced: {
    message: 'The database file was replaced by another one.',
    hint: 'Restart the dashboard to open the new file, or put the previous dashboard.db back.',
  },
  diskSilent: {
    message: 'The database disk is not responding.',
    hint: 'Check the disk or network mount that holds DATA_DIR.',
  },
  stopped: {
    message: 'The database thread stopped unexpectedly.',
    hint: 'It restarts automatically. Try again. If this happens often, check for low memory.',
  },

  // PostgreSQL
  unreachable: {
    message: 'The database server cannot be reached.',
    hint: 'Start PostgreSQL, or correct the host and port in DATABASE_URL.',
  },
  silent: {
    message: 'The database server is not responding.',
    hint: 'Check that it is running and reachable from here, and how busy it is.',
  },
  lost: {
    message: 'The connection to the database server was lost.',
    hint: 'The dashboard reconnects automatically. Check that PostgreSQL is running.',
  },
  notReady: { message: 'The database server is starting or stopping.', hint: 'Wait until PostgreSQL has started.' },
  notLetIn: {
    message: 'The database server denied access.',
    hint: 'Correct the user, password and sslmode in DATABASE_URL. PostgreSQL controls access in pg_hba.conf.',
  },
  noDatabase: {
    message: 'The database in DATABASE_URL does not exist.',
    hint: 'Create it, or set DATABASE_URL to another one.',
  },
  notSecure: {
    message: 'The TLS connection to the database server failed.',
    hint: 'Check the certificate of PostgreSQL, and sslmode and sslrootcert in DATABASE_URL.',
  },
  noConnectionLeft: {
    message: 'The database server has no free connections.',
    hint: 'Raise the connection limit of PostgreSQL or of the user, or stop other programs that use connections.',
  },
  notAllowed: {
    message: 'The database user lacks the required permissions.',
    hint: 'Make the user in DATABASE_URL the owner of the database.',
  },
  readOnly: {
    message: 'The database is read-only.',
    hint: 'Make PostgreSQL writable, or set DATABASE_URL to a writable server.',
  },
  locked: {
    message: 'Another program has locked the database.',
    hint: 'End the transaction in PostgreSQL that holds the lock.',
  },
  contended: {
    message: 'Too many changes of the same data came at once.',
    hint: 'Try again. If this happens often, check how busy PostgreSQL is.',
  },
  serverFull: {
    message: 'The disk of the database server is full: nothing can be saved.',
    hint: 'Free some space on the volume of PostgreSQL.',
  },
  outOfMemory: { message: 'The database server is out of memory.', hint: 'Give PostgreSQL more memory.' },
  serverDamaged: { message: 'The database is damaged.', hint: 'Restore the database from a backup.' },
  serverBroken: {
    message: 'The disk of the database server failed.',
    hint: 'Check the disk that holds the PostgreSQL data.',
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
  /** The server of the database may come back without anybody's help, such as after a power cut. */
  readonly isAway: boolean

  constructor({ message, hint, cause }: DashboardError, where: string, { isAway = false } = {}) {
    super('storage_unavailable', message, { cause, ...(hint !== undefined && { hint }) })
    this.where = where
    this.isAway = isAway
  }
}

/** The `storage_unavailable` that a person can do something about; whatever nobody foresaw stays as it is. */
export function toStorageFailure(error: unknown, failureOf: FailureOf): unknown {
  if (!(error instanceof Error)) return error
  const failure = failureOf(error)
  return failure ? storageUnavailable(failure, error) : error
}

/** The database undid all of it, for a change that came at the same time: done again it works. */
export const isUndone = (error: unknown, failureOf: FailureOf): boolean =>
  error instanceof Error && failureOf(error) === 'contended'

const passing = new Set<Failure | undefined>(['contended', 'inUse', 'locked', 'lost', 'notReady', 'stopped'])

const away = new Set<Failure | undefined>(['unreachable', 'silent', 'lost', 'notReady', 'noConnectionLeft'])

/** The server of the database is not there, or has no place: it may be, in a while. */
export const isServerAway = (error: unknown, failureOf: FailureOf): boolean =>
  error instanceof Error && away.has(failureOf(error))

/** It may work in a moment. */
export const isPassing = (error: unknown, failureOf: FailureOf): boolean =>
  error instanceof Error && passing.has(failureOf(error))
