import type pg from 'pg'
import type { Failure } from '../storage-failure.ts'
import { postgresFailure } from './postgres-failure.ts'

export interface FreshConnection {
  readonly client: pg.PoolClient
  /** The server is no longer what it was: connections that were made before now are not used again. */
  isOver(): void
}

/** For so long no more connections are asked for than the server gave. */
const fullMs = 10_000

/**
 * Hands out connections of a pool. If one finds out that the server is gone, none of the others has to find it out by
 * itself: each would wait for a silent server as long. A server that has no connection left is content with those it gave.
 */
export function createFreshConnections(pool: pg.Pool): () => Promise<FreshConnection> {
  const { max } = pool.options
  const generations = new WeakMap<pg.PoolClient, number>()
  let generation = 0
  let fullUntil = 0

  pool.on('connect', (client) => generations.set(client, generation))

  async function connect(): Promise<pg.PoolClient> {
    if (performance.now() >= fullUntil) pool.options.max = max
    for (;;) {
      try {
        return await pool.connect()
      } catch (error) {
        const isFull = error instanceof Error && postgresFailure(error) === 'noConnectionLeft'
        if (!isFull || pool.totalCount === 0) throw error
        // From now on it is one of those that is waited for.
        pool.options.max = pool.totalCount
        fullUntil = performance.now() + fullMs
      }
    }
  }

  return async () => {
    for (;;) {
      const client = await connect()
      const madeIn = generations.get(client)
      if (madeIn !== generation) {
        client.release(true)
        continue
      }
      return {
        client,
        isOver() {
          if (madeIn === generation) generation += 1
        },
      }
    }
  }
}

const ofServer = new Set<Failure>(['lost', 'notReady', 'readOnly', 'silent', 'unreachable'])

/** Whether the failure of one connection means that the others of its time fail, too. */
export const isOfServer = (failure: Failure, error: unknown): boolean =>
  // A server that says that a statement took too long is there.
  ofServer.has(failure) && !(error instanceof Error && 'code' in error && error.code === '57014')
