import { expect, test } from 'vitest'
import { linkTo, patientClock } from '../../../packages/core/test/redis/link-to.ts'
import { startRedis } from '../../../packages/core/test/redis/redis-server.ts'
import { createFailedSignIns } from '../src/access/failed-sign-ins.ts'

const now = () => performance.now()

test('wrong keys count over all replicas, for each address by itself', async () => {
  const redis = await startRedis()
  const replicas = await Promise.all([1, 2, 3].map(async () => createFailedSignIns({ now, link: await linkTo(redis) })))
  const [a, b, c] = replicas
  for (let tries = 0; tries < 4; tries += 1) await Promise.all([a?.note('10.0.0.1'), b?.note('10.0.0.1')])
  await c?.note('10.0.0.1')
  expect(replicas.map((one) => one.waitMs('10.0.0.1'))).toEqual([0, 0, 0])
  await c?.note('10.0.0.1')
  expect(c?.waitMs('10.0.0.1')).toBeGreaterThan(30_000)
  await a?.note('10.0.0.1')
  expect(a?.waitMs('10.0.0.1')).toBeGreaterThan(30_000)
  await a?.note('10.0.0.2')
  expect(a?.waitMs('10.0.0.2')).toBe(0)
})

test('fifty at once are counted once each, and the window is that of the first', async () => {
  const redis = await startRedis()
  let time = 0
  const [a, b] = [
    createFailedSignIns({ now: () => time, link: await linkTo(redis, patientClock) }),
    createFailedSignIns({ now: () => time, link: await linkTo(redis) }),
  ]
  await Promise.all(Array.from({ length: 50 }, () => a.note('10.0.0.1')))
  await b.note('10.0.0.1')
  expect([a.waitMs('10.0.0.1') > 0, b.waitMs('10.0.0.1') > 0]).toEqual([true, true])
  time += 60_000
  expect([a.waitMs('10.0.0.1'), b.waitMs('10.0.0.1')]).toEqual([0, 0])
})

test('a replica counts on from what it knew while Redis is away, and tells it afterwards', async () => {
  const redis = await startRedis()
  const [link, other] = [await linkTo(redis), await linkTo(redis)]
  const [a, b] = [createFailedSignIns({ now, link }), createFailedSignIns({ now, link: other })]
  for (let tries = 0; tries < 4; tries += 1) await a.note('10.0.0.1')
  await b.note('10.0.0.1')
  await redis.stop()
  await expect.poll(() => [link.isUp(), other.isUp()]).toEqual([false, false])
  for (let tries = 0; tries < 3; tries += 1) expect(b.note('10.0.0.1')).toBeNull()
  expect(b.waitMs('10.0.0.1')).toBe(0)
  await redis.start()
  await expect.poll(() => [link.isUp(), other.isUp()], { timeout: 10_000 }).toEqual([true, true])
  await b.note('10.0.0.1')
  await a.note('10.0.0.1')
  expect([a.waitMs('10.0.0.1') > 0, b.waitMs('10.0.0.1')]).toEqual([true, 0])
})

test('no address stands in Redis', async () => {
  const redis = await startRedis()
  const { run } = await linkTo(redis)
  const names: string[] = []
  const noted: typeof run = (script, keys, args) => {
    names.push(...keys)
    return run(script, keys, args)
  }
  await createFailedSignIns({ now, link: { isUp: () => true, run: noted } }).note('10.0.0.1')
  expect(names).toEqual([expect.stringMatching(/^failed-sign-ins:[\w-]{43}$/)])
})
