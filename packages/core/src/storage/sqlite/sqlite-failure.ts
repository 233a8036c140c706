import type { Failure } from '../storage-failure.ts'
import type { SqliteFault } from './sqlite-request.ts'

/** What an error of SQLite, or of the files it is kept in, means. */
export function sqliteFailure(error: Error & { code?: string; errcode?: number }): Failure | undefined {
  if (error.code !== 'ERR_SQLITE_ERROR') return byFault[error.code ?? ''] ?? byErrno[error.code ?? '']
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

const byFault: Readonly<Record<SqliteFault | (string & {}), Failure>> = {
  ERR_DATABASE_GONE: 'gone',
  ERR_DATABASE_REPLACED: 'replaced',
  ERR_DATABASE_SILENT: 'diskSilent',
  ERR_DATABASE_STOPPED: 'stopped',
  ERR_DATA_DIR_IN_USE: 'usedTwice',
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
