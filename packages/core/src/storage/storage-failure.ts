import { DashboardError } from '../errors.ts'

/** What keeps a storage from working, and what a person can do about it. Neither holds a path or SQL. */
const failures = {
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
  newer: {
    message: 'The database was written by a newer version of the dashboard.',
    hint: 'Start that version, or restore a backup from before the update.',
  },
  inUse: {
    message: 'Another program keeps the database locked.',
    hint: 'Stop the other program that uses DATA_DIR.',
  },
  broken: { message: 'The disk failed while the database was used.', hint: 'Check the disk that DATA_DIR is on.' },
} as const satisfies Record<string, { readonly message: string; readonly hint: string }>

type Failure = keyof typeof failures

/** The `storage_unavailable` of a failure. */
export function storageUnavailable(failure: Failure, cause?: unknown): DashboardError {
  const { message, hint } = failures[failure]
  return new DashboardError('storage_unavailable', message, { hint, cause })
}

/** The `storage_unavailable` that a person can do something about; whatever nobody foresaw stays as it is. */
export function toStorageFailure(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const failure = failureOf(error)
  return failure ? storageUnavailable(failure, error) : error
}

/** SQLITE_BUSY, SQLITE_LOCKED: it may work in a moment. */
export const isLocked = (error: unknown): boolean => error instanceof Error && failureOf(error) === 'inUse'

function failureOf(error: Error & { code?: string; errcode?: number }): Failure | undefined {
  if (error.code !== 'ERR_SQLITE_ERROR') return byErrno[error.code ?? '']
  const result = error.errcode ?? 0
  // The lowest byte is the kind of failure, the rest says where it happened: https://sqlite.org/rescode.html
  return byResult[result] ?? byResult[result & 0xff]
}

const byResult: Readonly<Record<number, Failure>> = {
  3: 'notWritable', // SQLITE_PERM
  5: 'inUse', // SQLITE_BUSY
  6: 'inUse', // SQLITE_LOCKED
  8: 'notWritable', // SQLITE_READONLY
  10: 'broken', // SQLITE_IOERR
  11: 'damaged', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'notWritable', // SQLITE_CANTOPEN
  26: 'notADatabase', // SQLITE_NOTADB
  4874: 'full', // SQLITE_IOERR_SHMSIZE: no room for the index of the write-ahead log
}

const byErrno: Readonly<Record<string, Failure>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'notWritable',
  EPERM: 'notWritable',
  EROFS: 'notWritable',
  // What Node says of a folder in a read-only file system when it makes its parents too.
  ENOENT: 'notWritable',
  EEXIST: 'notAFolder',
  ENOTDIR: 'notAFolder',
  EIO: 'broken',
}
