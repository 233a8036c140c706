import { expect, onTestFinished, test, vi } from 'vitest'
import { localActor } from '../src/kernel/call-context.ts'
import { holdGrant } from '../src/kernel/rights/held-grant.ts'
import { createObservedPerformance } from '../src/performance/observed-performance.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { fakeClock } from './fake-clock.ts'

test('performance of a demo shows while it lasts, and not for the real server of that name', async () => {
  const clock = fakeClock()
  const storage = await createMemoryStorage(clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const observed = createObservedPerformance(storage.performance, clock)
  const real = { id: 'default' }
  const simulated = { id: 'demo:default' }
  await observed.note({ instance: simulated, by: null, model: 'm', metrics: null })
  expect(await observed.of(simulated, 'm')).toMatchObject({ requests: 1, errors: 1 })
  expect(await observed.of(real, 'm')).toMatchObject({ requests: 0, errors: 0, last_used_at: null })
  await observed.note({ instance: real, by: null, model: 'm', metrics: null })
  await observed.note({ instance: real, by: null, model: 'm', metrics: null })
  expect(await observed.of(real, 'm')).toMatchObject({ requests: 2 })
  expect(await observed.of(simulated, 'm')).toMatchObject({ requests: 1 })
})

test('all models of a server are listed, most requests first, only for the hours of the range', async () => {
  const clock = fakeClock()
  const storage = await createMemoryStorage(clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const observed = createObservedPerformance(storage.performance, clock)
  const instance = { id: 'default' }
  const said = (tokens_per_second: number) => ({
    tokens_per_second,
    time_to_first_token_ms: 100,
    load_seconds: 0,
    prompt_tokens: 10,
    completion_tokens: 20,
  })
  await observed.note({ instance, by: null, model: 'old', metrics: said(5) })
  await clock.advance(25 * 3_600_000)
  await observed.note({ instance, by: null, model: 'slow', metrics: said(10) })
  await clock.advance(3_600_000)
  for (const model of ['slow', 'quick', 'quick', 'quick'])
    await observed.note({ instance, by: null, model, metrics: said(model === 'quick' ? 100 : 10) })
  await observed.note({ instance, by: null, model: 'quick', metrics: null })

  const day = await observed.all(instance, '24h', localActor)
  expect(day.models.map(({ model, requests, errors }) => [model, requests, errors])).toEqual([
    ['quick', 4, 1],
    ['slow', 2, 0],
  ])
  expect(day.models[0]?.tokens_per_second.p50).toBeCloseTo(100, -1)
  expect(day.history.map(({ requests, errors, completion_tokens }) => [requests, errors, completion_tokens])).toEqual([
    [1, 0, 20],
    [5, 1, 80],
  ])
  expect(day.history[1]?.tokens_per_second).toBeCloseTo(100, -1)
  const week = await observed.all(instance, '7d', localActor)
  expect(week.models.map(({ model }) => model)).toEqual(['quick', 'slow', 'old'])
  expect(week.history).toHaveLength(3)
  // What is told of one alone is the same.
  const { history: _, ...alone } = await observed.of(instance, 'quick')
  expect(week.models[0]).toEqual(alone)
})

test('performance older than 30 days is gone, even without newer requests', async () => {
  const clock = fakeClock()
  const storage = await createMemoryStorage(clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const observed = createObservedPerformance(storage.performance, clock)
  const instance = { id: 'default' }
  await observed.note({ instance, by: null, model: 'm', metrics: null })
  expect(await observed.of(instance, 'm')).toMatchObject({ requests: 1 })
  await clock.advance(31 * 24 * 3_600_000)
  expect(await observed.of(instance, 'm')).toMatchObject({ requests: 0, history: [], last_used_at: null })
})

test('it is added up once for all who ask within a second, and for each grant by itself', async () => {
  const clock = fakeClock()
  const storage = await createMemoryStorage(clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const observed = createObservedPerformance(storage.performance, clock)
  const instance = { id: 'default' }
  const reads = vi.spyOn(storage.performance, 'hours')
  const narrowed = { grant: holdGrant({ models: ['seen'] } as never) }
  const of = async (actor: Parameters<typeof observed.all>[2]) => {
    const { models, history } = await observed.all(instance, '24h', actor)
    return [models.map(({ model }) => model).toSorted(), history[0]?.requests]
  }
  await observed.note({ instance, by: null, model: 'seen', metrics: null })
  expect(await of(narrowed)).toEqual([['seen'], 1])
  await observed.note({ instance, by: null, model: 'hidden', metrics: null })
  await clock.advance(1000)
  expect(await Promise.all([localActor, localActor, narrowed, narrowed].map(of))).toEqual([
    [['hidden', 'seen'], 2],
    [['hidden', 'seen'], 2],
    [['seen'], 1],
    [['seen'], 1],
  ])
  expect(reads).toHaveBeenCalledTimes(3)
  await observed.note({ instance, by: null, model: 'seen', metrics: null })
  await clock.advance(999)
  expect(await of(localActor)).toEqual([['hidden', 'seen'], 2])
  await clock.advance(1)
  expect(await of(localActor)).toEqual([['hidden', 'seen'], 3])
})
