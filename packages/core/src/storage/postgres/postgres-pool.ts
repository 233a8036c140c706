import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { createFreshConnections, isOfServer } from './fresh-connections.ts'
import { postgresFailure } from './postgres-failure.ts'

/** Nothing is waited for without end. */
export interface PostgresLimits {
  /** How many at most. */
  readonly connections: number
  /** To connect, and to wait for those who asked before. */
  readonly connectMs: number
  /** Equal to what SQLite waits for another process. */
  readonly lockMs: number
  readonly statementMs: number
  /** Longer than a statement may take: it passes only when the server, or the network to it, is silent. */
  readonly answerMs: number
}

const defaults: PostgresLimits = {
  connections: 10,
  connectMs: 5000,
  lockMs: 2000,
  statementMs: 10_000,
  answerMs: 12_000,
}

/** A process that is gone without a word must not hold the lock of the migrations. */
const idleInTransactionMs = 60_000
const keepAliveMs = 60_000
/** Connections that a burst needed are given back, all but one, whose end is noticed. */
const idleMs = 30_000

export interface PostgresConnections {
  readonly pool: PostgresPool
  /** Calls back when the server ends a connection while nobody asks for anything. */
  onLost(listener: () => void): void
}

/** The connections to PostgreSQL, made when they are needed and again whenever they broke. */
export function createPostgresPool(url: string, limits: Partial<PostgresLimits> = {}): PostgresConnections {
  const { connections, connectMs, answerMs, statementMs, lockMs } = { ...defaults, ...limits }
  const waits = {
    statement_timeout: statementMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
  }
  const pool = new pg.Pool({
    connectionString: strict(url),
    max: connections,
    min: 1,
    idleTimeoutMillis: idleMs,
    connectionTimeoutMillis: connectMs,
    query_timeout: answerMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveMs,
    fallback_application_name: 'ollama-dashboard',
    types: sizesAsNumbers,
    // By statements, since poolers such as PgBouncer refuse these as parameters of a connection.
    onConnect: async (client) => {
      await client.query(settingOf('set', waits))
    },
  })
  // Without a listener the end of a connection would end the process. While a query is under way, the query tells.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', () => undefined)
  // A pooler that lends its connections for a transaction may lend another one than was set.
  const begin = `begin; ${settingOf('set local', waits)}`
  return { pool: asKyselyPool(pool, begin), onLost: (listener) => pool.on('error', listener) }
}

const settingOf = (how: 'set' | 'set local', values: Readonly<Record<string, number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${how} ${name} = ${value}`)
    .join('; ')

/**
 * For the driver these modes are `verify-full` today, which it warns of, and by its next major version they check no
 * certificate. Nobody who asks for TLS here gets less than now.
 */
const strict = (url: string): string =>
  url.includes('uselibpqcompat')
    ? url
    : url.replace(/([?&]sslmode=)(?:prefer|require|verify-ca)(?=&|$)/, '$1verify-full')

/** Sizes are `bigint`, which PostgreSQL's driver returns as text. They stay below 2^53. */
const sizesAsNumbers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

/** A connection on which the server failed is not used again: its query may still run, or the server be another now. */
function asKyselyPool(pool: pg.Pool, begin: string): PostgresPool {
  const acquire = createFreshConnections(pool)
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const { client, isOver } = await acquire()
      let isBroken = false
      async function query(sql: string, parameters: readonly unknown[]) {
        try {
          if (sql !== 'begin') return await client.query(sql, [...parameters])
          await client.query(begin)
          return { command: 'BEGIN', rows: [] }
        } catch (error) {
          const failure = error instanceof Error ? postgresFailure(error) : undefined
          isBroken ||= failure !== undefined && failure !== 'contended'
          if (failure !== undefined && isOfServer(failure, error)) isOver()
          // It holds the values of a row, which must not come into the log with a mistake of ours.
          if (error instanceof pg.DatabaseError) error.detail = undefined
          throw error
        }
      }
      const release = (destroy = false) => client.release(destroy || isBroken)
      // Its type has a second form of `query`, with a cursor, which nothing here asks for.
      return { query, release } as unknown as PostgresPoolClient
    },
  }
}
