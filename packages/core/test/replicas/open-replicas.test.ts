import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { openReplicas } from '../../src/replicas/open-replicas.ts'
import { openStorage } from '../../src/storage/open-storage.ts'
import { freshDatabase } from '../postgres/fresh-database.ts'
import { startRedis, type TestRedis } from '../redis/redis-server.ts'

/** A replica of the dashboard whose database it is. It ends with the test at the latest. */
async function replica(redis: TestRedis, databaseUrl: string, version = '1.0.0') {
  const clock = systemClock
  const storage = await openStorage({ dataDir: '/nowhere', databaseUrl, clock })
  const replicas = await openReplicas({ redisUrl: redis.url, storage, version, clock })
  const leave = () => replicas[Symbol.asyncDispose]()
  onTestFinished(async () => {
    await leave()
    await storage[Symbol.asyncDispose]()
  })
  const health = () => replicas.health()[0]
  return { ...replicas, leave, state: () => health()?.status, detail: () => health()?.detail }
}

const idsOf = ({ members }: Awaited<ReturnType<typeof replica>>) => members().map(({ id }) => id)

test('replicas of one database know each other, and one that leaves', async () => {
  const [redis, database] = [await startRedis(), await freshDatabase()]
  const [a, b, c] = [
    await replica(redis, database),
    await replica(redis, database, '1.1.0'),
    await replica(redis, await freshDatabase()),
  ]
  await expect.poll(() => idsOf(a)).toEqual([a.id, b.id])
  await expect.poll(() => idsOf(b)).toEqual([b.id, a.id])
  expect(idsOf(c)).toEqual([c.id])
  await expect
    .poll(() => a.detail())
    .toMatch(/^2 replicas; this one leads\. They lag \d+ ms behind each other\. Versions: 1\.0\.0, 1\.1\.0\.$/)
  expect(a.members()[1]).toMatchObject({ version: '1.1.0', isLeader: false })
  await b.leave()
  await expect.poll(() => idsOf(a)).toEqual([a.id])
})

test('when the leader leaves, another leads, and everybody knows', async () => {
  const [redis, database] = [await startRedis(), await freshDatabase()]
  const a = await replica(redis, database)
  await expect.poll(() => a.leader.isHeld()).toBe(true)
  const [b, c] = [await replica(redis, database), await replica(redis, database)]
  await expect.poll(() => c.detail()).toMatch(/^3 replicas; .* leads\. They lag \d+ ms behind each other\.$/)
  expect([b, c].map(({ leader }) => leader.isHeld())).toEqual([false, false])
  await a.leave()
  await expect.poll(() => [b, c].filter(({ leader }) => leader.isHeld())).toHaveLength(1)
  await expect.poll(() => [b, c].map((one) => one.members().filter(({ isLeader }) => isLeader).length)).toEqual([1, 1])
})

test('without Redis a replica says so and goes on; when it is back, they find each other', async () => {
  const [redis, database] = [await startRedis(), await freshDatabase()]
  const [a, b] = [await replica(redis, database), await replica(redis, database)]
  await expect.poll(() => a.state()).toBe('healthy')
  await redis.stop()
  await expect.poll(() => a.state()).toBe('degraded')
  expect(a.detail()).toBe(
    'Redis is not reachable. Start Redis, or correct the host and port in REDIS_URL. Until it is back, each replica works on its own.',
  )
  const up = a.metrics.find(({ name }) => name === 'ollama_dashboard_redis_up')
  expect(await up?.samples()).toEqual([{ labels: {}, value: 0 }])
  await redis.start()
  await expect.poll(() => a.state()).toBe('healthy')
  await expect.poll(() => idsOf(b)).toEqual([b.id, a.id])
  expect(await up?.samples()).toEqual([{ labels: {}, value: 1 }])
})
