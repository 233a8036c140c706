import type { PerformanceHour, StatsHistory } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { hostCharts } from '../src/features/monitor/host-charts.ts'
import { hostCsv } from '../src/features/monitor/monitor-files.ts'
import { readMonitorSearch } from '../src/features/monitor/monitor-search.ts'
import { repliesRangeOf, replyCharts } from '../src/features/monitor/reply-charts.ts'
import { toCsv } from '../src/lib/files/csv.ts'

const seconds = (time: string): number => Date.parse(time) / 1000
const even = (value: number) => ({ min: value - 1, avg: value, max: value + 1 })
const noon = '2026-11-25T12:00:00Z'
const host = (step_seconds: number, times: readonly string[]): StatsHistory => ({
  range: step_seconds === 2 ? '15m' : '1h',
  from: '2026-11-25T11:00:00Z',
  to: '2026-11-25T12:00:00Z',
  step_seconds,
  gpus: [],
  points: times.map((t, index) => ({
    t,
    cpu: even(10 + index),
    memory: even(50),
    vram: null,
    disk: null,
    requests: null,
    failed: null,
    tokens_per_second: null,
    time_to_first_token_ms: null,
  })),
})

test('what was never measured has no curve, and what was not for a while has a gap', () => {
  const times = ['2026-11-25T11:50:00Z', '2026-11-25T11:51:00Z', '2026-11-25T11:55:00Z']
  const [load, memory] = hostCharts(host(60, times), seconds(noon))
  expect(load?.series.map(({ label, values }) => [label, values])).toEqual([['CPU', [10, 11, null, 12]]])
  expect(load?.series[0]?.spread?.max).toEqual([11, 12, null, 13])
  expect(load?.times.toSorted((a, b) => a - b)).toEqual(load?.times)
  expect(memory?.series.map(({ label }) => label)).toEqual(['RAM'])
  expect([load?.from, load?.to]).toEqual([seconds('2026-11-25T11:00:00Z'), seconds(noon)])
  // A step of one sample has no spread.
  expect(hostCharts(host(2, times), seconds(noon))[0]?.series[0]?.spread).toBeUndefined()
})

test('replies stand in the hour they ended in, and an hour without one had none', () => {
  const hour = (t: string, requests: number): PerformanceHour => ({
    t,
    requests,
    errors: 0,
    prompt_tokens: 1,
    completion_tokens: 1,
    tokens_per_second: 40,
    time_to_first_token_ms: 200,
  })
  const [requests, speed] = replyCharts(
    [hour('2026-11-25T10:00:00Z', 3), hour(noon, 5)],
    '24h',
    seconds('2026-11-25T12:20:00Z'),
  )
  expect(requests?.times).toHaveLength(24)
  expect(requests?.series[0]?.values.slice(-4)).toEqual([0, 3, 0, 5])
  expect(requests?.series[1]?.values.at(-1)).toBe(0)
  // What was not measured is no zero.
  expect(speed?.series[0]?.values.slice(-4)).toEqual([null, 40, null, 40])
  expect(requests?.formatStep((requests.times.at(-1) ?? 0) * 1000)).toBe(requests?.formatTime(Date.parse(noon)))
  expect(requests?.to).toBe(seconds('2026-11-25T13:00:00Z'))
  expect(speed?.series.map(({ label, values, format }) => `${label} ${format(values.at(-1) ?? 0)}`)).toEqual([
    'Tokens/s 40.0',
    'First token 200 ms',
  ])
  expect((['15m', '1h', '24h', '7d'] as const).map(repliesRangeOf)).toEqual(['24h', '24h', '24h', '7d'])
})

test('what reaches over more than was asked for says so', () => {
  const reaches = (['15m', '1h', '24h', '7d'] as const).map((range) => replyCharts([], range, seconds(noon))[0]?.reach)
  expect(reaches).toEqual(['last 24 hours', 'last 24 hours', undefined, undefined])
})

test('the host and the replies of a day have one axis, and a disk a panel of its own', () => {
  const now = seconds('2026-11-25T12:20:00Z')
  const points = [
    {
      t: noon,
      cpu: even(10),
      memory: even(50),
      vram: even(40),
      disk: even(58),
      requests: null,
      failed: null,
      tokens_per_second: null,
      time_to_first_token_ms: null,
    },
  ]
  const charts = hostCharts({ range: '24h', from: noon, to: noon, step_seconds: 600, points, gpus: [] }, now)
  const [requests] = replyCharts([], '24h', now)
  expect(charts.map(({ title, series }) => [title, ...series.map(({ label }) => label)])).toEqual([
    ['Load, %', 'CPU'],
    ['Memory, %', 'VRAM', 'RAM'],
    ['Disk, %', 'Disk'],
  ])
  for (const { from, to } of charts) expect([from, to]).toEqual([requests?.from, requests?.to])
})

test('a spreadsheet gets every figure, and nothing that it would take for a formula', () => {
  expect(
    toCsv([
      ['a', 1.5, null],
      ['x "y", z', '=1+1', -2],
    ]),
  ).toBe('a,1.5,\r\n"x ""y"", z",\'=1+1,-2\r\n')
  const [head, row] = hostCsv(host(60, [noon])).split('\r\n')
  expect(head?.split(',').slice(0, 4)).toEqual(['time', 'cpu_percent_min', 'cpu_percent_avg', 'cpu_percent_max'])
  expect(row).toBe(`${noon},9,10,11,49,50,51,,,,,,`)
})

test('an address says a range and how it is shown, and what makes no sense is left out', () => {
  expect(readMonitorSearch({ range: '7d', table: true })).toEqual({ range: '7d', table: true })
  expect(readMonitorSearch({ range: '2y', table: 'yes' })).toEqual({})
})
