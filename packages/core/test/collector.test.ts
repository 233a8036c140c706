import { describe, expect, test } from 'vitest'
import { createCollector, watchedForMs } from '../src/kernel/collector/collector.ts'
import { DashboardError } from '../src/kernel/errors.ts'
import { fakeClock } from './fake-clock.ts'

function collecting(answers: (call: number) => Promise<number> | number = (call) => call) {
  const clock = fakeClock()
  let calls = 0
  const collector = createCollector({
    name: 'numbers',
    fetch: async () => {
      calls += 1
      return answers(calls)
    },
    intervalMs: 10_000,
    watchedIntervalMs: 750,
    clock,
  })
  return { clock, collector, calls: () => calls }
}

const down = () => Promise.reject(new DashboardError('ollama_unreachable', 'Ollama refused the connection.'))

test('the first read waits for an answer, later ones get what is known at once', async () => {
  const { collector, calls } = collecting()
  expect((await collector.read()).value).toBe(1)
  expect((await collector.read()).value).toBe(1)
  expect(calls()).toBe(1)
})

test('readers at the same time share one request', async () => {
  const { collector, calls } = collecting()
  const readings = await Promise.all([collector.read(), collector.read(), collector.read()])
  expect(readings.map(({ value }) => value)).toEqual([1, 1, 1])
  expect(calls()).toBe(1)
})

test('it polls every ten seconds, and every 750 ms while watched', async () => {
  const { clock, collector, calls } = collecting()
  collector.start()
  await clock.advance(30_000)
  expect(calls()).toBe(4)

  await collector.read()
  const before = calls()
  await clock.advance(7500)
  expect(calls() - before).toBe(10)

  await clock.advance(watchedForMs)
  const unwatched = calls()
  await clock.advance(20_000)
  expect(calls() - unwatched).toBe(2)
})

test.each([
  ['back', -86_400_000],
  ['on', 86_400_000],
])('a clock set %s by a day does not change the polling', async (_, ms) => {
  const { clock, collector, calls } = collecting()
  collector.start()
  await clock.advance(5000)
  clock.set(clock.now() + ms)
  await collector.read()
  await clock.advance(7500)
  expect(calls()).toBe(12)
  await clock.advance(watchedForMs)
  const unwatched = calls()
  await clock.advance(20_000)
  expect(calls() - unwatched).toBe(2)
})

test('a refresh is answered by a request that began after it was asked for', async () => {
  const gate = Promise.withResolvers<number>()
  const { collector, calls } = collecting((call) => (call === 1 ? gate.promise : call))
  const first = collector.read()
  const refreshed = [collector.refresh(), collector.refresh()]
  gate.resolve(1)
  expect((await first).value).toBe(1)
  expect((await Promise.all(refreshed)).map(({ value }) => value)).toEqual([2, 2])
  expect(calls()).toBe(2)
})

test('a restart gives up an attempt that does not end, and forgets what was known', async () => {
  const answered = Promise.withResolvers<number>()
  const { collector, calls } = collecting((call) => (call === 2 ? answered.promise : call))
  await collector.read()
  const stuck = collector.refresh()
  const restarted = collector.restart()
  expect(collector.current()).toMatchObject({ value: null, fetchedAt: null })
  const waiting = collector.read()
  answered.reject(new Error('aborted'))
  expect((await Promise.all([stuck, restarted, waiting])).map(({ value }) => value)).toEqual([3, 3, 3])
  expect(calls()).toBe(3)
})

describe('while Ollama is down', () => {
  test('the last successful response stays, with its age and the reason', async () => {
    const { clock, collector } = collecting((call) => (call === 1 ? 1 : down()))
    const { fetchedAt } = await collector.read()
    await clock.advance(750)
    const reading = collector.current()
    expect(reading).toMatchObject({ value: 1, fetchedAt, failures: 1 })
    expect(reading.error?.code).toBe('ollama_unreachable')
  })

  test('it asks again after 2, 4, 8 and then every 10 seconds', async () => {
    const times: number[] = []
    const { clock, collector } = collecting(() => {
      times.push(clock.now())
      return down()
    })
    collector.start()
    await clock.advance(60_000)
    const gaps = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1000)
    expect(gaps.slice(0, 6)).toEqual([2, 4, 8, 10, 10, 10])
  })

  test('a constant watcher does not make it poll more often', async () => {
    const { clock, collector, calls } = collecting(down)
    await collector.read()
    for (let second = 0; second < 14; second += 1) {
      await clock.advance(1000)
      await collector.read()
    }
    expect(calls()).toBe(4)
  })

  test('one successful response resets the failures', async () => {
    const { clock, collector } = collecting((call) => (call === 1 ? down() : call))
    await collector.read()
    await clock.advance(2000)
    expect(collector.current()).toMatchObject({ value: 2, error: null, failures: 0 })
  })
})

test('an error of an unknown kind reveals no details', async () => {
  const { collector } = collecting(() => Promise.reject(new Error('secret path /etc')))
  const { error } = await collector.read()
  expect(error?.code).toBe('internal')
  expect(error?.message).not.toContain('secret')
})

test('it stops polling when disposed', async () => {
  const { clock, collector, calls } = collecting()
  await collector.read()
  collector[Symbol.dispose]()
  await clock.advance(60_000)
  expect(calls()).toBe(1)
})

test('a failure of our own is reported, and neither it nor a throwing listener stops the polling', async () => {
  const clock = fakeClock()
  const unexpected: unknown[] = []
  let calls = 0
  const collector = createCollector({
    name: 'numbers',
    fetch: async () => {
      calls += 1
      if (calls === 1) throw new TypeError('x is undefined')
      return calls
    },
    intervalMs: 10_000,
    watchedIntervalMs: 750,
    clock,
    onReading: () => {
      throw new TypeError('y is undefined')
    },
    onUnexpected: (error) => unexpected.push(String(error)),
  })
  collector.start()
  await clock.advance(12_000)
  expect(calls).toBe(3)
  expect(collector.current()).toMatchObject({ value: 3, error: null })
  expect(unexpected).toEqual(['TypeError: x is undefined', ...Array(3).fill('TypeError: y is undefined')])
})
