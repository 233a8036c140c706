import { expect, test } from 'vitest'
import { createStatsHistory } from '../src/system/stats-history.ts'

const start = Date.parse('2026-01-01T00:00:00Z')
const sample = (cpu: number | null) => ({ cpu, memory: 50, vram: null, disk: 10, gpus: [] })

test('a step holds the smallest, the mean and the largest of its samples', () => {
  const recorder = createStatsHistory()
  for (const [index, cpu] of [10, 20, 60].entries()) recorder.add(start + index * 2000, sample(cpu))
  const { step_seconds, points } = recorder.history('1h', start + 6000)
  expect(step_seconds).toBe(60)
  expect(points).toEqual([
    {
      t: '2026-01-01T00:00:00.000Z',
      cpu: { min: 10, avg: 30, max: 60 },
      memory: { min: 50, avg: 50, max: 50 },
      vram: null,
      disk: { min: 10, avg: 10, max: 10 },
    },
  ])
})

test('what was not measured is a gap, never a zero', () => {
  const recorder = createStatsHistory()
  recorder.add(start, sample(null))
  recorder.add(start + 10_000, sample(5))
  const { points } = recorder.history('15m', start + 10_000)
  expect(points.map(({ cpu }) => cpu)).toEqual([null, { min: 5, avg: 5, max: 5 }])
})

test.each([
  ['15m', 2, 450],
  ['1h', 60, 60],
  ['24h', 600, 144],
  ['7d', 3600, 168],
] as const)('%s is kept in steps of %d s, %d of them at most', (range, stepSeconds, steps) => {
  const recorder = createStatsHistory()
  const samples = steps + 20
  for (let index = 0; index < samples; index += 1) recorder.add(start + index * stepSeconds * 1000, sample(1))
  const { points } = recorder.history(range, start + (samples - 1) * stepSeconds * 1000)
  expect(points).toHaveLength(steps)
})

test('after a pause, steps older than the range are not shown', () => {
  const recorder = createStatsHistory()
  recorder.add(start, sample(1))
  expect(recorder.history('15m', start + 16 * 60_000).points).toEqual([])
  expect(recorder.history('24h', start + 16 * 60_000).points).toHaveLength(1)
})

test('steps that a clock ahead of time has left are gone once it is set right', () => {
  const recorder = createStatsHistory()
  recorder.add(start, sample(1))
  recorder.add(start + 86_400_000, sample(2))
  recorder.add(start + 2000, sample(3))
  const { points } = recorder.history('15m', start + 2000)
  expect(points.map(({ cpu }) => cpu?.avg)).toEqual([1, 3])
})

test('each GPU has its own figures, by what it is called now; where one was not read there is a gap', () => {
  const recorder = createStatsHistory()
  const gpu = (index: number, utilization_percent: number | null, name = `GPU ${index}`) => ({
    index,
    name,
    utilization_percent,
    temperature_celsius: utilization_percent === null ? null : 60,
    power_watts: null,
  })
  const add = (seconds: number, gpus: readonly ReturnType<typeof gpu>[]) =>
    recorder.add(start + seconds * 1000, { ...sample(1), gpus })
  add(0, [gpu(0, 90), gpu(1, 10), gpu(2, null)])
  add(2, [gpu(1, 20)])
  add(4, [gpu(0, 70, 'RTX 4090'), gpu(1, null)])
  const even = (value: number) => ({ min: value, avg: value, max: value })
  expect(recorder.history('15m', start + 4000).gpus).toEqual([
    {
      index: 0,
      name: 'RTX 4090',
      utilization_percent: [even(90), null, even(70)],
      temperature_celsius: [even(60), null, even(60)],
      power_watts: null,
    },
    {
      index: 1,
      name: 'GPU 1',
      utilization_percent: [even(10), even(20), null],
      temperature_celsius: [even(60), even(60), null],
      power_watts: null,
    },
  ])
  const [first] = recorder.history('1h', start + 4000).gpus
  expect(first?.utilization_percent).toEqual([{ min: 70, avg: 80, max: 90 }])
})
