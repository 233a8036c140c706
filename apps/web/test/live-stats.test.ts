import type { StatsHistory, SystemStats } from '@ollama-dashboard/contracts'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, onTestFinished, test, vi } from 'vitest'
import { tellStats } from '../src/lib/api/watched-stats.ts'
import { withSample } from '../src/lib/queries/history-sample.ts'
import { statsHistoryQuery } from '../src/lib/queries/system.ts'
import { noteSample } from '../src/lib/queries/use-live-stats.ts'

const even = (value: number) => ({ min: value, avg: value, max: value })
const point = (t: string, cpu: number) => ({
  t,
  cpu: even(cpu),
  memory: even(50),
  vram: null,
  disk: null,
  requests: 2,
  failed: 0,
  tokens_per_second: null,
  time_to_first_token_ms: null,
})
const history: StatsHistory = {
  range: '15m',
  from: '2026-11-25T11:45:00Z',
  to: '2026-11-25T12:00:00Z',
  step_seconds: 2,
  points: [point('2026-11-25T11:45:00Z', 5), point('2026-11-25T12:00:00Z', 10)],
  gpus: [
    {
      index: 0,
      name: 'RTX 4090',
      memory_percent: [even(20), even(20)],
      utilization_percent: [even(1), even(3)],
      temperature_celsius: null,
      power_watts: [null, null],
    },
  ],
}
const gpu: SystemStats['gpus'][number] = {
  index: 0,
  name: 'RTX 4090',
  vendor: 'NVIDIA',
  memory: 'dedicated',
  runs_models: true,
  vram_total: 100,
  vram_used: 40,
  utilization_percent: 9,
  temperature_celsius: 60,
  power_watts: null,
}
const sample = (sampled_at: string, percent: number): SystemStats => ({
  cpu: { percent, cores: 8, load_average: [] },
  cpu_percent: percent,
  memory: { total: 100, used: 60, available: 40, percent: 60 },
  vram: null,
  unified_memory: null,
  gpus: [gpu],
  gpus_known: true,
  disk: null,
  uptime_seconds: 1,
  sampled_at,
  host: 'h',
})

test('a sample of the next step is a point of its own, and the oldest falls out of the range', () => {
  const grown = withSample(history, sample('2026-11-25T12:00:02.300Z', 30))
  expect(grown.points.map(({ t, cpu }) => [t, cpu?.avg])).toEqual([
    ['2026-11-25T12:00:00Z', 10],
    ['2026-11-25T12:00:02.000Z', 30],
  ])
  // Nobody knows yet what was asked since.
  expect(grown.points.map(({ requests }) => requests)).toEqual([2, null])
  expect(grown.gpus[0]?.memory_percent).toEqual([even(20), even(40)])
  expect(grown.gpus[0]?.utilization_percent).toEqual([even(3), even(9)])
  // What was never told of the range has no curve that begins with one value.
  expect(grown.gpus[0]?.temperature_celsius).toBeNull()
  expect(grown.to).toBe('2026-11-25T12:00:02.300Z')
})

test('two samples of one step are one point with its ends', () => {
  const grown = withSample(history, sample('2026-11-25T12:00:01.300Z', 30))
  expect(grown.points.at(-1)?.cpu).toEqual({ min: 10, avg: 20, max: 30 })
  expect(grown.points.at(-1)?.requests).toBe(2)
  expect(grown.gpus[0]?.utilization_percent?.at(-1)).toEqual({ min: 3, avg: 6, max: 9 })
  expect(grown.gpus[0]?.utilization_percent).toHaveLength(grown.points.length)
})

test('a sample from before the last point says nothing new', () => {
  expect(withSample(history, sample('2026-11-25T11:59:00Z', 30))).toBe(history)
})

test('a history to which every second adds a sample is still read again: only an answer tells of replies and of new GPUs', async () => {
  vi.useFakeTimers({ now: new Date('2026-11-25T12:00:00Z') })
  onTestFinished(() => void vi.useRealTimers())
  const client = new QueryClient()
  const read = vi.fn(async () => history)
  const observer = new QueryObserver(client, { ...statsHistoryQuery(undefined, { range: '15m' }), queryFn: read })
  onTestFinished(observer.subscribe(() => {}))
  for (let second = 1; second <= 40; second += 1) {
    await vi.advanceTimersByTimeAsync(1000)
    const stats = sample(new Date().toISOString(), second)
    tellStats(stats)
    noteSample(client, stats)
  }
  expect(observer.getCurrentResult().data?.points.at(-1)?.cpu?.max).toBe(40)
  expect(read).toHaveBeenCalledTimes(3)
})
