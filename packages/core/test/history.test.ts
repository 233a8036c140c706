import { expect, onTestFinished, test } from 'vitest'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller, narrowedCaller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { beginsOf, hostFigures, recordedHistory, stepsOf } from './recorded-history.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

async function setUp(more: Parameters<typeof recordedHistory>[2] = {}) {
  const clock = fakeClock()
  const storage = await createMemoryStorage(clock)
  onTestFinished(() => storage[Symbol.asyncDispose]())
  return { clock, storage, ...(await recordedHistory(storage, clock, more)) }
}

test('a step holds the smallest, the mean and the largest of its samples', async () => {
  const { clock, history, read } = await setUp()
  for (const cpu of [10, 20, 60]) {
    history.sample(hostFigures(cpu))
    await clock.advance(2000)
  }
  // Before it is saved, and after.
  for (const _ of [1, 2]) {
    const { step_seconds, points } = await read(caller(), { range: '1h' })
    expect(step_seconds).toBe(60)
    expect(points).toEqual([
      {
        t: '2026-01-01T00:00:00.000Z',
        cpu: { min: 10, avg: 30, max: 60 },
        memory: { min: 50, avg: 50, max: 50 },
        vram: null,
        disk: null,
        requests: 0,
        failed: 0,
        tokens_per_second: null,
        time_to_first_token_ms: null,
      },
    ])
    await clock.advance(2 * minuteMs)
  }
})

test('what was not measured is a gap, never a zero', async () => {
  const { clock, history, read } = await setUp()
  history.sample(hostFigures(null))
  await clock.advance(10_000)
  history.sample(hostFigures(5))
  const { points } = await read(caller(), { range: '15m' })
  expect(points.map(({ t, cpu }) => [t.slice(14, 19), cpu?.avg ?? null])).toEqual([
    ['00:00', null],
    ['00:10', 5],
  ])
})

test.each([
  ['15m', 2],
  ['1h', 60],
  ['24h', 240],
  ['7d', 1800],
  ['30d', 7200],
  ['1y', 86_400],
] as const)('%s is told in steps of %d s', async (range, seconds) => {
  const { read } = await setUp()
  expect(await read(caller(), { range })).toMatchObject({ range, step_seconds: seconds })
})

test('any part of the time is told in the finest steps that are kept of all of it', async () => {
  const { clock, read } = await setUp()
  const step = async (fromAgoMs: number, lengthMs: number) => {
    const [from, to] = [-fromAgoMs, lengthMs - fromAgoMs].map((ms) => new Date(clock.now() + ms).toISOString())
    return (await read(caller(), { from, to })).step_seconds
  }
  expect(await step(10 * minuteMs, minuteMs)).toBe(2)
  expect(await step(30 * minuteMs, 10 * minuteMs)).toBe(60)
  expect(await step(40 * hourMs, hourMs)).toBe(60)
  expect(await step(20 * dayMs, hourMs)).toBe(600)
  expect(await step(100 * dayMs, hourMs)).toBe(3600)
  expect(await step(2000 * dayMs, 2000 * dayMs)).toBeLessThanOrEqual(86_400)
})

test('a restart goes on with what was there, and a kill loses no more than the current minute', async () => {
  const { clock, storage, history } = await setUp()
  history.sample(hostFigures(10))
  await clock.advance(minuteMs)
  history.sample(hostFigures(90))
  await clock.advance(1000)

  // As after a kill: nothing was saved since the minute ended.
  const after = await recordedHistory(storage, clock)
  const told = async (range: '15m' | '1h' | '7d') =>
    (await after.read(caller(), { range })).points.map(({ cpu }) => cpu?.max)
  expect(await told('1h')).toEqual([10])
  expect(await told('15m')).toEqual([10])

  await history[Symbol.asyncDispose]()
  await clock.advance(11_000)
  expect(await told('1h')).toEqual([10, 90])
  expect(await told('7d')).toEqual([90])
})

test('requests and their speed are those of the server that is asked for', async () => {
  const { clock, history, read, instance } = await setUp()
  history.sample(hostFigures(1))
  const reply = (tokens_per_second: number | null, time_to_first_token_ms: number | null) => ({
    tokens_per_second,
    time_to_first_token_ms,
  })
  history.reply(instance, reply(40, 100))
  history.reply(instance, null)
  history.reply(instance, reply(20, 300))
  history.reply(instance, reply(null, null))
  history.reply({ id: 'another' }, reply(1000, 1))
  await clock.advance(minuteMs)
  const { points } = await read(caller(), { range: '1h' })
  expect(points).toMatchObject([
    {
      requests: 4,
      failed: 1,
      tokens_per_second: { min: 20, avg: 30, max: 40 },
      time_to_first_token_ms: { min: 100, avg: 200, max: 300 },
    },
  ])
  await expect(read(caller(), { instance: 'absent' })).rejects.toMatchObject({ code: 'instance_not_found' })

  const narrowed = await read(narrowedCaller({ models: ['a'] }), { range: '1h' })
  expect(narrowed.points).toMatchObject([{ cpu: { max: 1 }, requests: null, tokens_per_second: null }])
})

test('what is older than the retention is removed, a part at a time', async () => {
  const { clock, storage, history } = await setUp({ retentionMs: 3 * dayMs })
  const all = { from: clock.now() / 1000, to: clock.now() / 1000 + 4 * 86_400 }
  history.sample(hostFigures(1))
  await clock.advance(dayMs)
  const kept = async (seconds: number) =>
    beginsOf(await storage.history.steps('host', { ...stepsOf(seconds), ...all })).length
  expect(await kept(60)).toBe(1)
  await clock.advance(dayMs + hourMs)
  history.sample(hostFigures(2))
  await clock.advance(hourMs)
  expect([await kept(60), await kept(600), await kept(3600)]).toEqual([1, 2, 2])
  await clock.advance(dayMs + hourMs)
  expect([await kept(60), await kept(600), await kept(3600)]).toEqual([1, 1, 1])
})

test('callers who ask at the same moment share one answer', async () => {
  const { history } = await setUp()
  const [one, other] = await Promise.all([1, 2].map(() => history.read(caller(), { range: '24h' })))
  expect(other).toBe(one)
})

test.each([
  ['from', { from: '2026-01-01T00:00:00Z' }, 'to'],
  ['to', { to: '2025-12-31T00:00:00Z' }, 'from'],
  ['from after to', { from: '2025-12-31T12:00:00Z', to: '2025-12-31T00:00:00Z' }, 'from'],
  ['a future begin', { from: '2027-01-01T00:00:00Z', to: '2027-01-02T00:00:00Z' }, 'from'],
  ['a future end', { from: '2025-12-31T00:00:00Z', to: '2026-01-02T00:00:00Z' }, 'to'],
  ['a word', { from: 'yesterday', to: '2025-12-31T00:00:00Z' }, 'from'],
  ['a day that is none', { from: '2025-02-31T25:00:00Z', to: '2025-12-31T00:00:00Z' }, 'from'],
  ['both', { range: '1h', from: '2025-12-30T00:00:00Z', to: '2025-12-31T00:00:00Z' }, 'range'],
] as const)('a period that cannot be is refused: %s', async (_, input, field) => {
  const { read } = await setUp()
  await expect(read(caller(), input)).rejects.toMatchObject({
    code: 'validation_failed',
    fieldErrors: [{ path: `/query/${field}` }],
  })
})

test('an end that is a little ahead, by the clock of a browser, is now', async () => {
  const { read } = await setUp()
  const { to } = await read(caller(), { from: '2025-12-31T00:00:00Z', to: '2026-01-01T00:01:00Z' })
  expect(to).toBe('2026-01-01T00:00:00.000Z')
})

test('each GPU has its own figures, by what it is called now; where one was not read there is a gap', async () => {
  const { clock, history, read } = await setUp()
  const gpu = (index: number, utilization_percent: number | null, name = `GPU ${index}`) => ({
    index,
    name,
    vendor: null,
    memory: 'dedicated' as const,
    runs_models: true,
    vram_total: 200,
    vram_used: index === 2 ? null : 50,
    utilization_percent,
    temperature_celsius: utilization_percent === null ? null : 60,
    power_watts: null,
  })
  const add = async (gpus: readonly ReturnType<typeof gpu>[]) => {
    history.sample(hostFigures(1, { gpus }))
    await clock.advance(2000)
  }
  await add([gpu(0, 90), gpu(1, 10), gpu(2, null)])
  await add([gpu(1, 20)])
  await add([gpu(0, 70, 'RTX 4090'), gpu(1, null)])
  const even = (value: number) => ({ min: value, avg: value, max: value })
  expect((await read(caller(), { range: '15m' })).gpus).toEqual([
    {
      index: 0,
      name: 'RTX 4090',
      memory_percent: [even(25), null, even(25)],
      utilization_percent: [even(90), null, even(70)],
      temperature_celsius: [even(60), null, even(60)],
      power_watts: null,
    },
    {
      index: 1,
      name: 'GPU 1',
      memory_percent: [even(25), even(25), even(25)],
      utilization_percent: [even(10), even(20), null],
      temperature_celsius: [even(60), even(60), null],
      power_watts: null,
    },
  ])
  const [first] = (await read(caller(), { range: '1h' })).gpus
  expect(first?.utilization_percent).toEqual([{ min: 70, avg: 80, max: 90 }])
})
