import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { parseRedisUrl } from '../../src/replicas/redis/redis-address.ts'
import { createRedisLink } from '../../src/replicas/redis/redis-link.ts'
import { LinkDown, type LuaScript } from '../../src/replicas/shared-link.ts'
import { startRedis, type TestRedis } from '../redis/redis-server.ts'

const count: LuaScript = { name: 'count', lua: "return redis.call('INCRBY', KEYS[1], ARGV[1])" }

async function linkTo({ url }: Pick<TestRedis, 'url'>, { id = 'a', prefix = '{mine}:' } = {}) {
  const reported: string[] = []
  const report = (error: unknown) => reported.push(String(error))
  const address = parseRedisUrl(url)
  const link = createRedisLink({ address, ca: undefined, prefix, id, clock: systemClock, report })
  onTestFinished(() => link[Symbol.dispose]())
  await link.tried
  return { ...link, reported }
}

/** What the other hears on a channel. */
function heardBy(link: Awaited<ReturnType<typeof linkTo>>, channel: string) {
  const heard: unknown[] = []
  link.subscribe(channel, (message, from) => heard.push([from, message]))
  return heard
}

test('what a replica publishes is heard by the others, in order, and not by itself', async () => {
  const redis = await startRedis()
  const [a, b] = [await linkTo(redis), await linkTo(redis, { id: 'b' })]
  const [own, others] = [heardBy(a, 'news'), heardBy(b, 'news')]
  for (const number of [1, 2, 3]) a.publish('news', { number, text: 'grün\r\n' })
  await expect.poll(() => others).toHaveLength(3)
  expect(others).toEqual([1, 2, 3].map((number) => ['a', { number, text: 'grün\r\n' }]))
  expect(own).toEqual([])
})

test('a listener that throws is reported, and the others hear all the same', async () => {
  const redis = await startRedis()
  const [a, b] = [await linkTo(redis), await linkTo(redis, { id: 'b' })]
  b.subscribe('news', () => {
    throw new TypeError('not a function')
  })
  const heard = heardBy(b, 'news')
  a.publish('news', 1)
  await expect.poll(() => heard).toEqual([['a', 1]])
  expect(b.reported).toEqual(['TypeError: not a function'])
})

test('scripts of all replicas have the same keys, and those of another dashboard have others', async () => {
  const redis = await startRedis()
  const [a, b] = [await linkTo(redis), await linkTo(redis, { id: 'b' })]
  const other = await linkTo(redis, { prefix: '{other}:' })
  expect(await a.run(count, ['n'], [2])).toBe(2)
  expect(await b.run(count, ['n'], [3])).toBe(5)
  expect(await other.run(count, ['n'], [1])).toBe(1)
})

test('without Redis scripts fail at once; when it is back, so is the link, and whoever listens is told', async () => {
  const redis = await startRedis()
  const link = await linkTo(redis)
  let restored = 0
  link.onRestored(() => {
    restored += 1
  })
  await link.run(count, ['n'], [1])
  await redis.stop()
  await expect.poll(() => link.isUp()).toBe(false)
  await expect(link.run(count, ['n'], [1])).rejects.toThrow(LinkDown)
  link.publish('news', 'lost')
  expect(link.failure()).toMatchObject({ message: 'Redis is not reachable.' })
  await redis.start()
  await expect.poll(() => link.isUp()).toBe(true)
  expect(restored).toBe(1)
  expect(link.failure()).toBeNull()
  // A script that Redis has forgotten is sent again.
  expect(await link.run(count, ['n'], [1])).toBe(1)
  expect(link.reported).toEqual(['RedisFailure: Redis is not reachable.'])
})

test('a Redis that is silent counts as one that is away', async () => {
  const redis = await startRedis()
  const link = await linkTo(redis)
  await redis.suspend()
  await expect(link.run(count, ['n'], [1])).rejects.toThrow(LinkDown)
  expect(link.isUp()).toBe(false)
  expect(link.failure()).toMatchObject({ message: 'Redis is not responding.' })
  await redis.resume()
  await expect.poll(() => link.isUp()).toBe(true)
})

test('silence is noticed though nobody asks for anything', async () => {
  const redis = await startRedis()
  const link = await linkTo(redis)
  await expect.poll(() => link.delayMs()).not.toBeNull()
  await redis.suspend()
  await expect.poll(() => link.isUp()).toBe(false)
  await redis.resume()
})

test('a start without Redis goes on, and finds it later', async () => {
  const redis = await startRedis()
  await redis.stop()
  const link = await linkTo(redis)
  expect(link.isUp()).toBe(false)
  await redis.start()
  await expect.poll(() => link.isUp()).toBe(true)
})

test('a command that Redis refuses is told, and the link stays', async () => {
  const link = await linkTo(await startRedis())
  const wrong: LuaScript = { name: 'wrong', lua: "return redis.call('NOSUCH', 'secret')" }
  await expect(link.run(wrong, [])).rejects.toThrow(LinkDown)
  expect(link.isUp()).toBe(true)
  expect(link.failure()).toMatchObject({ message: 'Redis refused a command.' })
  expect(link.reported).toEqual(['RedisFailure: Redis refused a command.'])
})

test('the password opens it; a wrong one is told without being shown', async () => {
  const redis = await startRedis({ password: 'o:pen/s@me' })
  expect((await linkTo(redis)).isUp()).toBe(true)
  const link = await linkTo({ url: redis.url.replace('o%3Apen', 'hidden') })
  expect(link.isUp()).toBe(false)
  expect(link.failure()).toMatchObject({ message: 'Redis denied access.' })
  expect(JSON.stringify([link.failure(), link.reported])).not.toContain('hidden')
})
