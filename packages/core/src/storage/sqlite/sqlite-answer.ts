import type { DatabaseSync } from 'node:sqlite'
import type { SqliteConnections } from './sqlite-connections.ts'
import { type SqliteRequest, type SqliteResult, type SqliteStatement, sqliteFault } from './sqlite-request.ts'

/** The result of what has none. */
export const nothing: SqliteResult = { rows: [], changes: null }

/** Carries out a request on connections that are open. Throws what SQLite throws, and `ERR_DATABASE_STOPPED` for a transaction that is over. */
export function answerRequest(
  request: SqliteRequest,
  { writer, reader }: Pick<SqliteConnections, 'writer' | 'reader'>,
): SqliteResult {
  switch (request.kind) {
    case 'read':
      return execute(reader, request)
    case 'begin':
    case 'write':
      // It was given up, or it would have ended.
      if (writer.isTransaction) writer.exec('ROLLBACK')
      if (request.kind === 'write') return execute(writer, request)
      // With the right to write from the first moment: it is what may have to be waited for.
      writer.exec('BEGIN IMMEDIATE')
      return nothing
    case 'inside':
      expectTransaction(writer)
      return execute(writer, request)
    case 'commit':
      expectTransaction(writer)
      writer.exec('COMMIT')
      return nothing
    case 'rollback':
      // SQLite rolls back by itself after some failures, such as a full disk.
      if (writer.isTransaction) writer.exec('ROLLBACK')
      return nothing
    default:
      return nothing
  }
}

function execute(database: DatabaseSync, { sql, parameters }: SqliteStatement): SqliteResult {
  const statement = database.prepare(sql)
  if (statement.columns().length > 0) return { rows: statement.all(...parameters), changes: null }
  return { rows: [], changes: statement.run(...parameters).changes }
}

/** Without one, each statement would commit by itself. */
function expectTransaction(database: DatabaseSync): void {
  if (!database.isTransaction) throw transactionEnded()
}

export const transactionEnded = () => sqliteFault('ERR_DATABASE_STOPPED', 'The transaction has ended already.')
