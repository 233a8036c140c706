import { DatabaseSync } from 'node:sqlite'
import { isLocked } from './sqlite-connections.ts'
import { sqliteFault } from './sqlite-request.ts'

/**
 * Holds a file that one process at a time can hold, until it is disposed or the process ends, however that happens. Node
 * has no locks of files, but SQLite does, on every system: a transaction that excludes everybody else, on an empty file.
 * Nothing else may open that file: on POSIX systems its closing would let go of the lock.
 */
export function holdLock(path: string): Disposable {
  const database = new DatabaseSync(path, { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isLocked(error)) throw error
    throw sqliteFault('ERR_DATA_DIR_IN_USE', 'Another process holds the folder.', error)
  }
  return { [Symbol.dispose]: () => database.close() }
}
