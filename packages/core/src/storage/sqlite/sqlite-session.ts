import type { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerRequest, nothing, transactionEnded } from './sqlite-answer.ts'
import { isLocked, openAgain, openFile, openInMemory, type SqliteConnections } from './sqlite-connections.ts'
import { databaseGone } from './sqlite-files.ts'
import { holdLock } from './sqlite-lock.ts'
import type { SqliteRequest, SqliteResult, SqliteTarget } from './sqlite-request.ts'

export interface SqliteSessionOptions {
  readonly path: string
  /** What one process at a time may hold. */
  readonly lockPath: string
  /** Its migrations by name: a file that comes back has them. */
  readonly migrations: readonly string[]
  /** Whether a database is made where there is none: at the first opening alone. */
  readonly mayCreate: boolean
}

/** How often another process that holds the right to write is asked: soon at first, as SQLite itself does. */
const triesMs = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50]
const openingMs = 2000

/** A database without a file. It belongs to the thread that makes it. */
export function createMemorySession(): SqliteTarget {
  const { writer, reader, close } = openInMemory()
  return {
    readsApart: false,
    async ask(request) {
      if (request.kind === 'close') close()
      return answerRequest(request, { writer, reader })
    },
  }
}

/**
 * A database in a file. What is asked for is answered at once; only where another process holds the right to write it
 * waits, and reads go on meanwhile. It notices that its files are gone or others, and opens them again when they are back.
 */
export function createFileSession({ path, lockPath, migrations, mayCreate }: SqliteSessionOptions): SqliteTarget {
  let lock: Disposable | null = null
  let connections: SqliteConnections | null = null
  /** The disk failed, or the file cannot be understood: another opening may be luckier. */
  let isSuspect = false
  let isNew = mayCreate

  function open(): SqliteConnections {
    lock ??= holdLock(lockPath)
    connections = isNew ? openFile(path) : openAgain(path, migrations)
    isNew = false
    isSuspect = false
    return connections
  }

  /** Closes the files. */
  function letGo() {
    const before = connections
    connections = null
    try {
      before?.close()
    } catch {
      // What fails in it has failed before, and was told with that request.
    }
  }

  /** The connections to the files at the path, opened again where these are others. */
  function current(): SqliteConnections {
    if (connections === null || isSuspect) {
      letGo()
      return open()
    }
    const found = connections.files?.compare() ?? 'same'
    if (found === 'same') return connections
    // What was read until now can still be read.
    if (found === 'gone') throw databaseGone()
    if (found === 'log-lost') {
      // It is open still, with all that was committed: nothing is lost once that stands in the database.
      copyLog(connections.writer)
      letGo()
      return open()
    }
    // With another file comes perhaps another folder.
    lock?.[Symbol.dispose]()
    lock = null
    lock = holdLock(lockPath)
    const opened = openAgain(path, migrations)
    letGo()
    connections = opened
    return opened
  }

  function close(): SqliteResult {
    letGo()
    lock?.[Symbol.dispose]()
    lock = null
    return nothing
  }

  function rollBack(): SqliteResult {
    try {
      return connections ? answerRequest({ kind: 'rollback' }, connections) : nothing
    } catch {
      // Why it is rolled back is told; closing the files rolls back too.
      isSuspect = true
      return nothing
    }
  }

  async function run(request: SqliteRequest): Promise<SqliteResult> {
    switch (request.kind) {
      case 'close':
        return close()
      case 'rollback':
        return rollBack()
      case 'inside':
      case 'commit':
        if (!connections) throw transactionEnded()
        return answerRequest(request, connections)
      case 'read':
        return patiently(openingMs, () => answerRequest(request, connections ?? open()))
      case 'inspect':
        // Opening them again would end the transaction, and its next statement notices as well.
        return connections?.writer.isTransaction
          ? nothing
          : patiently(openingMs, () => answerRequest(request, current()))
      case 'open':
        return patiently(openingMs, () => answerRequest(request, current()))
      default:
        return patiently(request.patienceMs, () => answerRequest(request, current()))
    }
  }

  return {
    readsApart: true,
    async ask(request) {
      try {
        return await run(request)
      } catch (error) {
        isSuspect ||= isDoubtful(error)
        throw error
      }
    },
  }
}

/** Tries again while another process has the right to write, until the time is up. */
async function patiently<T>(patienceMs: number, attempt: () => T): Promise<T> {
  const giveUpAt = performance.now() + patienceMs
  for (let tries = 0; ; tries += 1) {
    try {
      return attempt()
    } catch (error) {
      const left = giveUpAt - performance.now()
      if (!isLocked(error) || left <= 0) throw error
      await sleep(Math.min(left, triesMs[tries] ?? 50))
    }
  }
}

/** Writes all that was committed into the database itself. Throws SQLITE_BUSY while another process reads the log. */
function copyLog(database: DatabaseSync): void {
  const busy = 5
  // It was given up, and would keep the log in use.
  if (database.isTransaction) database.exec('ROLLBACK')
  if (database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0) return
  throw Object.assign(new Error('The log is in use.'), { code: 'ERR_SQLITE_ERROR', errcode: busy })
}

/** SQLITE_IOERR, _CORRUPT, _CANTOPEN and _NOTADB: https://sqlite.org/rescode.html. Not where only room is lacking. */
const isDoubtful = (error: unknown): boolean => {
  const { errcode = 0 } = error as { errcode?: number }
  return errcode !== 4874 && [10, 11, 14, 26].includes(errcode & 0xff)
}
