import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { type Clock, systemClock } from '../../src/kernel/clock.ts'
import { parseRedisUrl } from '../../src/replicas/redis/redis-address.ts'
import { createRedisLink, type RedisLink } from '../../src/replicas/redis/redis-link.ts'
import type { TestRedis } from './redis-server.ts'

/** A Redis that runs in the process of the test answers late where much is asked at once, and is there all the same. */
export const patientClock: Clock = { ...systemClock, after: (ms, callback) => systemClock.after(20 * ms, callback) }

/** The link of one more replica to a Redis, up; it ends with the test. */
export async function linkTo({ url }: Pick<TestRedis, 'url'>, clock = systemClock): Promise<RedisLink> {
  const address = parseRedisUrl(url)
  const own = { id: randomUUID(), ca: undefined, clock, report: () => {} }
  const link = createRedisLink({ ...own, address, prefix: '{test}:' })
  onTestFinished(() => link[Symbol.dispose]())
  await link.tried
  return link
}
