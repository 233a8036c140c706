import { DatabaseSync } from 'node:sqlite'
import { isUsable, type RunMigration } from '../usable-since.ts'
import { expectFile, rememberFiles, type SqliteFiles } from './sqlite-files.ts'
import { sqliteFault } from './sqlite-request.ts'

/** A database that is open: one connection writes, the other reads what was committed meanwhile. */
export interface SqliteConnections {
  readonly writer: DatabaseSync
  readonly reader: DatabaseSync
  readonly files: SqliteFiles | null
  close(): void
}

/** Beyond this the write-ahead log is cut once it was copied into the database. */
const logBytes = 16 * 1024 * 1024

/** The two connections are one where the database has no file. */
export function openInMemory(): SqliteConnections {
  const writer = new DatabaseSync(':memory:', { enableForeignKeyConstraints: true })
  return { writer, reader: writer, files: null, close: () => writer.close() }
}

/** Opens the file, and makes it where there is none. SQLite itself never waits: it would keep its thread from reading. */
export function openFile(path: string): SqliteConnections {
  const opened: DatabaseSync[] = []
  // The last connection tidies up, which one that only reads cannot.
  const close = () => {
    for (const database of opened.toReversed()) database.close()
  }
  try {
    const writer = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true })
    opened.push(writer)
    writer.exec('PRAGMA journal_mode = WAL')
    // With a write-ahead log, FULL is what makes a commit survive a power failure.
    writer.exec('PRAGMA synchronous = FULL')
    writer.exec(`PRAGMA journal_size_limit = ${logBytes}`)
    const reader = new DatabaseSync(path, { timeout: 0, readOnly: true })
    opened.push(reader)
    // The files beside it are made, and opened, by the first reading.
    for (const database of opened) database.prepare('select count(*) from sqlite_schema').get()
    return { writer, reader, files: rememberFiles(path), close }
  } catch (error) {
    close()
    throw error
  }
}

/** Opens a file that was there before. Throws where there is none, or one that is not of a version with these migrations. */
export function openAgain(path: string, migrations: readonly string[]): SqliteConnections {
  expectFile(path)
  const looking = new DatabaseSync(path, { timeout: 0, readOnly: true })
  try {
    const executed = looking.prepare(
      'select name, usable_since from kysely_migration left join migration_compatibility using (name)',
    )
    // Only `migrate` writes them.
    const run = executed.all() as unknown as readonly RunMigration[]
    const names = new Set(run.map(({ name }) => name))
    const isWhole = migrations.every((name) => names.has(name))
    if (isWhole && isUsable(run, (name) => migrations.includes(name))) return openFile(path)
  } catch (error) {
    if (isLocked(error)) throw error
    throw databaseReplaced(error)
  } finally {
    looking.close()
  }
  throw databaseReplaced()
}

const databaseReplaced = (cause?: unknown) =>
  sqliteFault('ERR_DATABASE_REPLACED', 'Another file is where the database was opened.', cause)

/** Another process has what is needed, for now: https://sqlite.org/rescode.html#busy */
export const isLocked = (error: unknown): boolean =>
  [5, 6].includes(((error as { errcode?: number }).errcode ?? 0) & 0xff)
