import { Redis } from 'ioredis'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { installedRedis, startRedis } from '../redis/redis-server.ts'

const kinds = [...(installedRedis() ? ['installed'] : []), 'stand-in']

async function connected(kind: string): Promise<Redis> {
  if (kind === 'stand-in') vi.stubEnv('TEST_REDIS', 'stand-in')
  const { url } = await startRedis()
  vi.unstubAllEnvs()
  const client = new Redis(url, { protocol: 2, disableClientInfo: true })
  onTestFinished(() => client.disconnect())
  return client
}

// Where both are there, they are held to the same.
describe.each(kinds)('Redis for tests, %s', (kind) => {
  const script = async (lua: string, keys: string[] = [], args: (string | number)[] = []) =>
    (await connected(kind)).eval(lua, keys.length, ...keys, ...args)

  test('scripts count as Redis does', async () => {
    expect(await script("return 'n' .. (tonumber(ARGV[1]) * 1000)", [], ['1700000000'])).toBe('n1700000000000')
    expect(await script("return string.format('%d-%d', tonumber(ARGV[1]), 7)", [], ['1700000000123'])).toBe(
      '1700000000123-7',
    )
    expect(await script('return {math.floor(7 / 2), 3.9, 10 / 2 .. "", unpack({1, 2})}')).toEqual([3, 3, '5', 1, 2])
    expect(await script('return {1, false, nil, 4}')).toEqual([1, null])
  })

  test('scripts get what commands answer', async () => {
    const lua = `
      redis.call('HSET', KEYS[1], 'a', ARGV[1], 'b', 2)
      redis.call('PEXPIRE', KEYS[1], 60000)
      local all = redis.call('HMGET', KEYS[1], 'a', 'b', 'c')
      local failed = redis.pcall('GET', KEYS[1])
      return {all[1], all[2] + 1, all[3] == false and 'none' or 'some', failed.err and 'wrong kind',
        redis.call('PTTL', KEYS[1]) > 59000, redis.call('SET', KEYS[2], 'x', 'NX', 'PX', 5000).ok,
        redis.call('SET', KEYS[2], 'y', 'NX')}`
    expect(await script(lua, ['h', 's'], ['ä'])).toEqual(['ä', 3, 'none', 'wrong kind', 1, 'OK', null])
  })

  test('streams keep order, ids and their length', async () => {
    const client = await connected(kind)
    for (const id of [5, 7, 9]) await client.xadd('s', 'MAXLEN', 2, `${id}-0`, 'e', `text ${id}`)
    expect(await client.xrange('s', '(7-0', '+')).toEqual([['9-0', ['e', 'text 9']]])
    expect(await client.xrevrange('s', '+', '-', 'COUNT', 1)).toEqual([['9-0', ['e', 'text 9']]])
    expect(await client.xlen('s')).toBe(2)
    await expect(client.xadd('s', '8-0', 'e', '')).rejects.toThrow('equal or smaller')
  })

  test('sorted sets keep order, and are counted by score', async () => {
    const client = await connected(kind)
    await client.zadd('z', 3, 'c', 1, 'a', 2, 'b')
    expect(await client.zrange('z', '0', '-1')).toEqual(['a', 'b', 'c'])
    expect(await client.zremrangebyscore('z', '-inf', '(2')).toBe(1)
    expect(await client.zrangebyscore('z', '2', '+inf', 'WITHSCORES')).toEqual(['b', '2', 'c', '3'])
    expect(await client.zcard('z')).toBe(2)
  })
})
