import { expect, test } from 'vitest'
import { createSharedTokenBucket } from '../../src/replicas/limits/shared-token-bucket.ts'
import type { SharedLink } from '../../src/replicas/shared-link.ts'
import { linkTo, patientClock } from '../redis/link-to.ts'
import { startRedis } from '../redis/redis-server.ts'

/** Of five a day: nothing to speak of is refilled while a test runs. */
const slow = { name: 'slow', capacity: 5, refillPerSecond: 5 / 86_400, now: () => performance.now() }

const over = (link: Pick<SharedLink, 'isUp' | 'run'>, options: Partial<typeof slow> = {}) =>
  createSharedTokenBucket({ ...slow, ...options, link })

const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index))

test('of fifty requests at once over three replicas exactly five pass', async () => {
  const redis = await startRedis()
  const replicas = (await Promise.all(many(3, () => linkTo(redis, patientClock)))).map((link) => over(link))
  const taken = await Promise.all(many(50, (index) => replicas[index % 3]?.take('key:a')))
  expect(taken.filter((one) => one?.ok)).toHaveLength(5)
  expect(await replicas[0]?.take('key:b')).toMatchObject({ ok: true })
})

test('it tells every replica what is left, when the rest is there, and when it is full', async () => {
  const redis = await startRedis()
  const [a, b] = [over(await linkTo(redis)), over(await linkTo(redis))]
  expect(await b.peek('key:a')).toEqual({ remaining: 5, resetsInSeconds: 0 })
  expect((await a.take('key:a', 4)).remaining).toBeCloseTo(1, 3)
  const refused = await b.take('key:a', 3)
  expect([refused.ok, refused.retryAfterSeconds / 86_400]).toEqual([false, expect.closeTo(0.4, 3)])
  const { remaining, resetsInSeconds } = await b.peek('key:a')
  expect([remaining, resetsInSeconds / 86_400]).toEqual([expect.closeTo(1, 3), expect.closeTo(0.8, 3)])
  expect((await a.take('key:a')).ok).toBe(true)
})

test('it is refilled by the clock of Redis, also for a replica whose own clock stands still', async () => {
  const redis = await startRedis()
  const bucket = over(await linkTo(redis), { capacity: 1, refillPerSecond: 1, now: () => 0 })
  await bucket.take('key:a')
  expect((await bucket.take('key:a')).ok).toBe(false)
  await expect.poll(async () => (await bucket.peek('key:a')).remaining, { timeout: 5000 }).toBe(1)
  expect((await bucket.take('key:a')).ok).toBe(true)
})

test('neither an address nor the id of a key stands in Redis', async () => {
  const redis = await startRedis()
  const { run } = await linkTo(redis)
  const names: string[] = []
  const noted: typeof run = (script, keys, args) => {
    names.push(...keys)
    return run(script, keys, args)
  }
  const bucket = over({ isUp: () => true, run: noted })
  await bucket.take('key:a')
  await bucket.take('10.0.0.1')
  const hashed = expect.stringMatching(/^bucket:slow:[\w-]{43}$/)
  expect(names).toEqual([hashed, hashed])
})

test('a bucket that is full again takes no room in Redis', async () => {
  const redis = await startRedis()
  const link = await linkTo(redis)
  const count = { name: 'has', lua: "return redis.call('EXISTS', KEYS[1])" }
  const names: string[] = []
  const noted: typeof link.run = (script, keys, args) => {
    names.push(...keys)
    return link.run(script, keys, args)
  }
  const bucket = over({ isUp: link.isUp, run: noted }, { capacity: 1, refillPerSecond: 1000 })
  await bucket.take('key:a')
  expect(await link.run(count, names)).toBe(1)
  await expect.poll(() => link.run(count, names), { timeout: 5000 }).toBe(0)
})

test('while Redis is away a replica goes on with what was left, and that counts when Redis is back without its data', async () => {
  const redis = await startRedis()
  const [a, b] = [await linkTo(redis), await linkTo(redis)]
  const [here, there] = [over(a), over(b)]
  await here.take('key:a')
  expect((await there.take('key:a')).remaining).toBeCloseTo(3, 3)
  await redis.stop()
  await expect.poll(() => [a.isUp(), b.isUp()]).toEqual([false, false])
  const taken = await Promise.all(many(5, () => there.take('key:a')))
  expect(taken.map(({ ok }) => ok)).toEqual([true, true, true, false, false])
  expect((await there.peek('key:a')).remaining).toBeCloseTo(0, 3)
  await redis.start()
  await expect.poll(() => [a.isUp(), b.isUp()], { timeout: 10_000 }).toEqual([true, true])
  expect((await there.take('key:a')).ok).toBe(false)
  expect((await here.take('key:a')).ok).toBe(false)
})

test('what a replica gave away while it could not reach Redis counts for the others afterwards', async () => {
  const redis = await startRedis()
  const { run } = await linkTo(redis)
  let isUp = true
  const [here, there] = [over({ isUp: () => isUp, run }), over({ isUp: () => true, run })]
  await there.take('key:a')
  await here.take('key:a')
  isUp = false
  await here.take('key:a', 3)
  expect((await there.take('key:a')).remaining).toBeCloseTo(2, 3)
  isUp = true
  expect((await here.take('key:a')).ok).toBe(false)
  expect((await there.take('key:a')).ok).toBe(false)
})

test('nobody waits for long, and nothing is thrown, where Redis does not answer', async () => {
  const redis = await startRedis()
  const bucket = over(await linkTo(redis))
  await redis.suspend()
  const taken = await Promise.all(many(7, () => bucket.take('key:a')))
  expect(taken.filter(({ ok }) => ok)).toHaveLength(5)
  await redis.resume()
})
