import { expect, test } from 'vitest'
import { linkTo } from '../../../packages/core/test/redis/link-to.ts'
import { startRedis, type TestRedis } from '../../../packages/core/test/redis/redis-server.ts'
import { fakeCore } from './fake-core.ts'
import { as, testApp, unlimited } from './support.ts'

/** Nothing to speak of is refilled while a test runs. */
const aDay = 86_400
const limits = {
  ...unlimited,
  model_operations: { capacity: 5, windowSeconds: aDay },
  background_updates: { capacity: 1, windowSeconds: aDay },
}

async function replica(redis: TestRedis) {
  const { core, asked } = fakeCore()
  const { app } = await testApp({ core, buckets: limits, link: await linkTo(redis) })
  return { app, asked }
}

const replicas = (redis: TestRedis) => Promise.all([replica(redis), replica(redis), replica(redis)])

test('a refresh that one replica was asked for is none at another, where the cache answers', async () => {
  const [a, b] = await replicas(await startRedis())
  for (const { app } of [a, b]) {
    const read = await app.inject({ url: '/api/models/running?refresh=true', headers: as('viewer') })
    expect(read.statusCode).toBe(200)
  }
  const refreshed = ({ asked }: typeof a) => asked.map(([, , refresh]) => refresh)
  expect([refreshed(a), refreshed(b)]).toEqual([[true], [false]])
})

test('wrong keys are refused by all replicas once they were too many, and a right one is not', async () => {
  const [a, b, c] = await replicas(await startRedis())
  const tryKey = async ({ app }: typeof a, headers = { authorization: 'Bearer wrong' }) =>
    (await app.inject({ url: '/api/models/running', headers })).statusCode
  for (let tries = 0; tries < 9; tries += 1) expect(await tryKey([a, b, c][tries % 3] ?? a)).toBe(401)
  for (const one of [a, b, c]) expect(await tryKey(one)).toBe(429)
  for (const one of [a, b, c]) {
    expect((await one.app.inject({ url: '/api/models/running', headers: as('viewer') })).statusCode).toBe(200)
  }
})

test('limits hold at each replica, from what was left, while Redis is away', async () => {
  const redis = await startRedis()
  const [a, b] = await replicas(redis)
  const stop = async ({ app }: typeof a) =>
    (await app.inject({ method: 'POST', url: '/api/models/stop/x', headers: as('operator') })).statusCode
  for (const one of [a, b, b]) expect(await stop(one)).toBe(200)
  await redis.stop()
  const statuses = []
  for (let tries = 0; tries < 3; tries += 1) statuses.push(await stop(b))
  expect(statuses).toEqual([200, 200, 429])
})
