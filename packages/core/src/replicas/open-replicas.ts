import { randomUUID } from 'node:crypto'
import { createBackground } from '../kernel/background.ts'
import { type Clock, systemClock, withinMs } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { Storage } from '../storage/storage.ts'
import { createLease } from './create-lease.ts'
import { createPresence } from './presence.ts'
import { parseRedisUrl } from './redis/redis-address.ts'
import { RedisFailure } from './redis/redis-failure.ts'
import { createRedisLink } from './redis/redis-link.ts'
import { replicaHealth, replicaMetrics } from './replica-health.ts'
import type { Replicas } from './replicas.ts'

export interface ReplicasOptions {
  /** As `parseRedisUrl` reads it. */
  readonly redisUrl: string
  /** Certificates that are trusted for Redis as well, as PEM. */
  readonly redisCa?: string | undefined
  /** Shared by all replicas. */
  readonly storage: Pick<Storage, 'dashboardId' | 'leases'>
  readonly version: string
  readonly clock?: Clock
  readonly report?: (error: unknown) => void
}

/** A start does not wait longer for Redis, and goes on without it. */
const startMs = 3000

/**
 * Joins the other processes that share the storage. Throws `storage_unavailable`, and a TypeError for an address that is
 * none; whether Redis is there is told by `health`.
 */
export async function openReplicas(options: ReplicasOptions): Promise<Replicas> {
  const { redisUrl, redisCa, storage, version, clock = systemClock, report = () => {} } = options
  await using opened = new AsyncDisposableStack()
  const id = randomUUID()
  const background = createBackground({ clock, report })
  // In braces: a Cluster keeps all keys with the same text in braces on one node, as scripts need it.
  const prefix = `{ollama-dashboard:${await storage.dashboardId.read()}}:`
  const address = parseRedisUrl(redisUrl)
  const link = opened.use(
    createRedisLink({ address, ca: redisCa, prefix, id, clock, report: (error) => report(asForeseen(error)) }),
  )
  const leader = opened.use(
    createLease({ repository: storage.leases, name: 'leader', holder: id, link, clock, background }),
  )
  const { members } = opened.use(createPresence({ id, version, link, leader, clock }))
  await withinMs(clock, startMs, link.tried)
  const parts = { link, leader, members, clock }
  const closing = opened.move()
  return {
    id,
    isAlone: false,
    link,
    leader,
    members,
    health: replicaHealth(parts),
    metrics: replicaMetrics(parts),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** A Redis that is away is told in one line, without where in the code that was noticed. */
const asForeseen = (error: unknown): unknown =>
  error instanceof RedisFailure ? new DashboardError('internal', `${error.message} ${error.hint}`) : error
