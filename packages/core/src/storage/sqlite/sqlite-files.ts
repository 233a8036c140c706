import { statSync } from 'node:fs'
import { sqliteFault } from './sqlite-request.ts'

/** The files of a database: itself, its write-ahead log and the index of that. */
export interface SqliteFiles {
  /**
   * Compares what is at their paths with what was opened. `log-lost`: the database is there, what lies beside it is not.
   * Throws what keeps the paths from being looked at.
   */
  compare(): 'same' | 'log-lost' | 'gone' | 'replaced'
}

/** Remembers which files are at these paths now. Call it when SQLite has opened them. */
export function rememberFiles(path: string): SqliteFiles {
  const beside = [`${path}-wal`, `${path}-shm`]
  const opened = identityOf(path)
  const openedBeside = beside.map(identityOf)
  return {
    compare() {
      const now = identityOf(path)
      if (now === null) return 'gone'
      if (now !== opened) return 'replaced'
      return beside.every((name, index) => identityOf(name) === openedBeside[index]) ? 'same' : 'log-lost'
    },
  }
}

/** A file's number, whatever it is called: a path may name another file later. */
function identityOf(path: string): string | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true })
    return `${dev} ${ino}`
  } catch (error) {
    if (isAbsent(error)) return null
    throw error
  }
}

const isAbsent = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR', 'ESTALE'].includes((error as NodeJS.ErrnoException).code ?? '')

/** Throws unless there is a file with something in it: SQLite would begin with an empty database. */
export function expectFile(path: string): void {
  try {
    if (statSync(path).size > 0) return
  } catch (error) {
    if (!isAbsent(error)) throw error
  }
  throw databaseGone()
}

export const databaseGone = () => sqliteFault('ERR_DATABASE_GONE', 'The database file is not where it was opened.')
