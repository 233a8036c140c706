import { expect, onTestFinished, test } from 'vitest'
import { createSharedEventBus } from '../../src/events/shared-event-bus.ts'
import { createBackground } from '../../src/kernel/background.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { parseRedisUrl } from '../../src/replicas/redis/redis-address.ts'
import { createRedisLink } from '../../src/replicas/redis/redis-link.ts'
import { patientClock } from '../redis/link-to.ts'
import { startRedis, type TestRedis } from '../redis/redis-server.ts'
import { startRelay } from './relay.ts'

const clock = systemClock
const loaded = (model: string) => ({ type: 'model.loaded', instance: 'default', model }) as const

/** The events of one replica, once it follows those of all. */
async function replica({ url }: Pick<TestRedis, 'url'>, id: string, { clock: ofLink = systemClock } = {}) {
  const own = { id, ca: undefined, clock: ofLink, report: () => {} }
  const link = createRedisLink({ ...own, address: parseRedisUrl(url), prefix: '{mine}:' })
  onTestFinished(() => link[Symbol.dispose]())
  await link.tried
  const background = createBackground({ clock })
  const events = createSharedEventBus({ replicas: { id, link }, clock, background })
  onTestFinished(() => events[Symbol.dispose]())
  const heard: (string | undefined)[] = []
  let missed = 0
  events.listen(({ model }) => heard.push(model))
  events.onMissed(() => {
    missed += 1
  })
  const following = events.token
  await expect.poll(() => events.token).not.toBe(following)
  return { events, link, heard, missed: () => missed, failures: background.failures }
}

/** Two whose Redis is there throughout, however late it answers. */
async function two() {
  const redis = await startRedis()
  const patient = { clock: patientClock }
  return { redis, a: await replica(redis, 'a', patient), b: await replica(redis, 'b', patient) }
}

const models = (found: readonly { readonly model?: string }[] | null) => found?.map(({ model }) => model)

test('what one replica announces all tell, in one order and under the same ids', async () => {
  const { a, b } = await two()
  const own: (string | undefined)[] = []
  a.events.onAnnounced(({ model }) => own.push(model))
  for (const number of [1, 2, 3]) {
    a.events.announce(loaded(`a${number}`))
    b.events.announce(loaded(`b${number}`))
  }
  // For what is done once, each replica hears its own at once.
  expect(own).toEqual(['a1', 'a2', 'a3'])
  await expect.poll(() => [a.heard.length, b.heard.length]).toEqual([6, 6])
  expect(a.heard).toEqual(b.heard)
  expect(own).toHaveLength(3)
  expect(a.events.recent(10)).toEqual(b.events.recent(10))
  expect([a.events.token, a.events.lastId]).toEqual([b.events.token, b.events.lastId])
  const [, second] = a.events.recent(10).toReversed()
  expect(models(b.events.since(second?.id ?? 0))).toEqual(a.heard.slice(2))
})

test('a replica that starts later knows what happened before', async () => {
  const redis = await startRedis()
  const a = await replica(redis, 'a', { clock: patientClock })
  for (const model of ['x', 'ü'] as const) a.events.announce(loaded(model))
  await expect.poll(() => a.heard).toHaveLength(2)
  const { events } = await replica(redis, 'b', { clock: patientClock })
  expect(events.recent(10)).toEqual(a.events.recent(10))
  expect(models(events.since(a.events.recent(2)[1]?.id ?? 0))).toEqual(['ü'])
  expect(events.since(a.events.lastId + 1)).toBeNull()
})

test('progress is told by all and remembered by none', async () => {
  const { a, b } = await two()
  a.events.announce(loaded('first'))
  const activity = { model: 'busy', requests: 1, tokens_per_second: null, context_used: null, last_used_at: null }
  a.events.announce({ type: 'reply.progress', instance: 'default', model: 'busy', activity })
  await expect.poll(() => b.heard).toEqual(['first', 'busy'])
  expect(models(b.events.recent(10))).toEqual(['first'])
  expect(b.events.since(b.events.lastId)).toEqual([])
})

test('without Redis each replica tells its own; when it is back, all begin anew with one numbering', async () => {
  const redis = await startRedis()
  const [a, b] = [await replica(redis, 'a'), await replica(redis, 'b')]
  a.events.announce(loaded('before'))
  await expect.poll(() => b.heard).toEqual(['before'])
  const { token, lastId } = b.events
  await redis.stop()
  await expect.poll(() => [a.link.isUp(), b.link.isUp()]).toEqual([false, false])
  // Nobody knows what was told elsewhere meanwhile.
  expect(b.events.since(lastId)).toBeNull()
  a.events.announce(loaded('alone'))
  expect(a.heard).toEqual(['before', 'alone'])
  const missed = [a.missed(), b.missed()]
  await redis.start()
  const hasMissed = () => [a.missed() > (missed[0] ?? 0), b.missed() > (missed[1] ?? 0)]
  await expect.poll(hasMissed).toEqual([true, true])
  await expect.poll(() => b.events.token).toBe(a.events.token)
  expect(b.events.token).not.toBe(token)
  b.events.announce(loaded('after'))
  await expect.poll(() => a.heard).toEqual(['before', 'alone', 'after'])
  expect(b.heard).toEqual(['before', 'after'])
  expect(a.events.recent(1)[0]?.id).toBeGreaterThan(lastId)
  // The page still lists what this replica told meanwhile.
  expect(models(a.events.recent(10))).toEqual(['after', 'alone'])
})

test('events of a moment without a connection are not missed', async () => {
  const redis = await startRedis()
  const [a, b] = [await replica(redis, 'a'), await replica(redis, 'b')]
  await redis.suspend()
  await expect.poll(() => b.link.isUp()).toBe(false)
  a.events.announce(loaded('meanwhile'))
  // What it says on a connection that it has yet to find dead would be another event without one.
  await expect.poll(() => a.link.isUp()).toBe(false)
  await redis.resume()
  await expect.poll(() => [a.link.isUp(), b.link.isUp()]).toEqual([true, true])
  // It follows them a moment after it is connected.
  const next = () => {
    a.events.announce(loaded('after'))
    return b.heard.at(-1)
  }
  await expect.poll(next).toBe('after')
  expect(b.missed()).toBeGreaterThan(1)
})

test('what a replica told while it alone was without Redis is no secret to the others for long: they look anew', async () => {
  const redis = await startRedis()
  const relay = await startRelay(redis.url)
  const b = await replica(redis, 'b', { clock: patientClock })
  const a = await replica(relay, 'a')
  relay.cut()
  await expect.poll(() => a.link.isUp()).toBe(false)
  a.events.announce(loaded('alone'))
  expect(a.heard).toEqual(['alone'])
  const missed = b.missed()
  relay.mend()
  await expect.poll(() => b.missed()).toBeGreaterThan(missed)
  expect(b.heard).toEqual([])
})

test('more events than Redis takes at a time cost a look at everything, and no memory', async () => {
  const { a, b } = await two()
  const missed = b.missed()
  for (let number = 0; number < 1000; number += 1) a.events.announce(loaded(String(number)))
  await expect.poll(() => b.missed()).toBeGreaterThan(missed)
  a.events.announce(loaded('last'))
  await expect.poll(() => b.heard.at(-1)).toBe('last')
  expect(b.heard.length).toBeLessThan(600)
  expect([...a.failures(), ...b.failures()]).toEqual([])
})
