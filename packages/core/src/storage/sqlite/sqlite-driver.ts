import type { SQLInputValue } from 'node:sqlite'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { turns } from '../../kernel/serial.ts'
import { isLocked } from './sqlite-connections.ts'
import type { SqliteResult, SqliteStatement, SqliteTarget } from './sqlite-request.ts'

export interface SqliteDriverOptions {
  /** How long another process that holds the right to write is waited for. */
  readonly busyMs?: number
  /** Milliseconds that never go back. */
  readonly now?: () => number
}

export const sqliteDialect = (target: SqliteTarget, options?: SqliteDriverOptions): Dialect => ({
  createDriver: () => createSqliteDriver(target, options),
  createQueryCompiler: () => new SqliteQueryCompiler(),
  createAdapter: () => (target.readsApart ? new ConcurrentAdapter() : new SqliteAdapter()),
  createIntrospector: (db) => new SqliteIntrospector(db),
})

/** Kysely's own lets nobody read while somebody writes. */
class ConcurrentAdapter extends SqliteAdapter {
  override get supportsMultipleConnections() {
    return true
  }
}

interface Connection extends DatabaseConnection {
  begin(): Promise<void>
  /** Whether or not it worked, the next one has its turn. */
  end(how: 'commit' | 'rollback'): Promise<void>
}

const defaultBusyMs = 2000

/** Transactions and single changes have their turns in the order in which they were asked for. Reads do not wait for them. */
function createSqliteDriver(
  target: SqliteTarget,
  { busyMs = defaultBusyMs, now = () => performance.now() }: SqliteDriverOptions = {},
): Driver {
  const changes = turns(1)
  /** Another process was waited for in vain: until a change works, each is tried once, so that nobody waits for nothing. */
  let isHeld = false

  async function change(askedAt: number, request: { kind: 'begin' } | ({ kind: 'write' } & SqliteStatement)) {
    try {
      // The time in the queue counts: those who are behind each other wait for the same.
      const patienceMs = isHeld ? 0 : Math.max(0, busyMs - (now() - askedAt))
      const result = await target.ask({ ...request, patienceMs })
      isHeld = false
      return result
    } catch (error) {
      isHeld = isLocked(error)
      throw error
    }
  }

  function connect(): Connection {
    let turn: Disposable | null = null

    async function single(statement: SqliteStatement): Promise<SqliteResult> {
      const askedAt = now()
      using _ = await changes.next()
      return await change(askedAt, { kind: 'write', ...statement })
    }

    return {
      async executeQuery<R>({ sql, parameters, query }: CompiledQuery): Promise<QueryResult<R>> {
        // Kysely passes on what a repository gave it, whose types are those of the tables.
        const statement = { sql, parameters: parameters as readonly SQLInputValue[] }
        const { rows, changes: affected } = await (turn
          ? target.ask({ kind: 'inside', ...statement })
          : SelectQueryNode.is(query)
            ? target.ask({ kind: 'read', ...statement })
            : single(statement))
        return { rows: rows as R[], ...(affected !== null && { numAffectedRows: BigInt(affected) }) }
      },

      // biome-ignore lint/correctness/useYield: Nothing here asks for a stream.
      async *streamQuery() {
        throw new Error('A database in another thread does not stream.')
      },

      async begin() {
        const askedAt = now()
        const mine = await changes.next()
        try {
          await change(askedAt, { kind: 'begin' })
          turn = mine
        } catch (error) {
          // It may have begun though nobody waits for it any more. Where this fails too, the next opening rolls it back.
          target.ask({ kind: 'rollback' }).catch(() => undefined)
          mine[Symbol.dispose]()
          throw error
        }
      },

      async end(how) {
        try {
          await target.ask({ kind: how })
        } catch (error) {
          // Kysely rolls back what was not committed.
          if (how === 'rollback') endTurn()
          throw error
        }
        endTurn()
      },
    }

    function endTurn() {
      turn?.[Symbol.dispose]()
      turn = null
    }
  }

  return {
    async init() {},
    acquireConnection: async () => connect(),
    beginTransaction: (connection) => (connection as Connection).begin(),
    commitTransaction: (connection) => (connection as Connection).end('commit'),
    rollbackTransaction: (connection) => (connection as Connection).end('rollback'),
    async releaseConnection() {},
    async destroy() {
      // What was asked for before is done.
      using _ = await changes.next()
      await target.ask({ kind: 'close' })
    },
  }
}
