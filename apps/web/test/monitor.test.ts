import type { PerformanceHour, StatsHistory } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { hostCsv, operationsCsv, residencyCsv } from '../src/features/monitor/files/monitor-files.ts'
import { hostCharts } from '../src/features/monitor/host/host-charts.ts'
import { hourCharts } from '../src/features/monitor/host/hour-charts.ts'
import { replyCharts } from '../src/features/monitor/host/reply-charts.ts'
import { readMonitorSearch } from '../src/features/monitor/monitor-search.ts'
import { toCsv } from '../src/lib/files/csv.ts'
import { operation } from './monitor-fixtures.ts'

const seconds = (time: string): number => Date.parse(time) / 1000
const even = (value: number) => ({ min: value - 1, avg: value, max: value + 1 })
const noon = '2026-11-25T12:00:00Z'
const hour = { from: seconds('2026-11-25T11:00:00Z'), to: seconds(noon) }
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
  const [load, memory] = hostCharts(host(60, times), hour)
  expect(load?.series.map(({ label, values }) => [label, values])).toEqual([['CPU', [10, 11, null, 12]]])
  expect(load?.series[0]?.spread?.max).toEqual([11, 12, null, 13])
  expect(load?.times.toSorted((a, b) => a - b)).toEqual(load?.times)
  expect(memory?.series.map(({ label }) => label)).toEqual(['RAM'])
  expect([load?.from, load?.to]).toEqual([seconds('2026-11-25T11:00:00Z'), seconds(noon)])
  // A step of one sample has no spread.
  expect(hostCharts(host(2, times), hour)[0]?.series[0]?.spread).toBeUndefined()
})

test('for who sees some models only, replies stand in the hour they ended in, and an hour without one had none', () => {
  const hourOf = (t: string, requests: number): PerformanceHour => ({
    t,
    requests,
    errors: 0,
    prompt_tokens: 1,
    completion_tokens: 1,
    tokens_per_second: 40,
    time_to_first_token_ms: 200,
  })
  const [requests, speed] = hourCharts(
    [hourOf('2026-11-25T10:00:00Z', 3), hourOf(noon, 5)],
    '24h',
    seconds('2026-11-25T12:20:00Z'),
  )
  expect(requests?.times).toHaveLength(24)
  expect(requests?.series[0]?.values.slice(-4)).toEqual([0, 3, 0, 5])
  expect(requests?.series[1]?.values.at(-1)).toBe(0)
  // What was not measured is no zero.
  expect(speed?.series[0]?.values.slice(-4)).toEqual([null, 40, null, 40])
  expect(requests?.formatStep((requests.times.at(-1) ?? 0) * 1000)).toBe(requests?.formatTime(Date.parse(noon)))
  expect([requests?.reach, requests?.to]).toEqual(['last 24 hours', seconds('2026-11-25T13:00:00Z')])
})

const replied = (t: string, requests: number | null, speed: number | null = null) => ({
  t,
  cpu: even(10),
  memory: even(50),
  vram: even(40),
  disk: even(58),
  requests,
  failed: requests === null ? null : 1,
  tokens_per_second: speed === null ? null : even(speed),
  time_to_first_token_ms: speed === null ? null : even(200),
})

test('replies stand in bars, and their speed is that of all of them together', () => {
  const points = [
    replied('2026-11-25T11:00:10Z', 1, 40),
    replied('2026-11-25T11:00:20Z', 3, 60),
    replied('2026-11-25T11:02:00Z', 0),
  ]
  const [requests, speed] = replyCharts({ ...host(2, []), points }, hour)
  expect(requests?.note).toBe('per minute')
  // The second minute has no sample: nobody knows what happened in it.
  expect(requests?.series[0]?.values.slice(0, 4)).toEqual([4, null, 0, null])
  expect(requests?.series[1]?.values.slice(0, 3)).toEqual([2, null, 1])
  expect(speed?.series[0]?.values.slice(0, 3)).toEqual([55, null, null])
  expect([speed?.series[0]?.spread?.min[0], speed?.series[0]?.spread?.max[0]]).toEqual([39, 61])
  expect(speed?.series.map(({ label, values, format }) => `${label} ${format(values[0] ?? 0)}`)).toEqual([
    'Tokens/s 55.0',
    'First token 200 ms',
  ])
})

test.each([
  [900, 2, 'per 20 s'],
  [86_400, 600, 'per 30 min'],
  [604_800, 1200, 'per 3 h'],
  [31_536_000, 43_200, 'per week'],
])('bars over %d s are whole steps of %d s', (length, step, note) => {
  const points = [replied('2026-11-25T11:59:00Z', 1)]
  const span = { from: hour.to - length, to: hour.to }
  const [requests] = replyCharts({ ...host(2, []), step_seconds: step, points }, span)
  expect(requests?.note).toBe(note)
  expect((requests?.step ?? 0) % step).toBe(0)
  expect(requests?.times.length).toBeLessThanOrEqual(62)
})

test('who may not know of all replies has no charts of them', () => {
  expect(replyCharts({ ...host(2, []), points: [replied(noon, null)] }, hour)).toEqual([])
})

test('a disk has a panel of its own', () => {
  const charts = hostCharts({ ...host(600, []), points: [replied(noon, 0)] }, hour)
  expect(charts.map(({ title, series }) => [title, ...series.map(({ label }) => label)])).toEqual([
    ['Load, %', 'CPU'],
    ['Memory, %', 'VRAM', 'RAM'],
    ['Disk, %', 'Disk'],
  ])
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
  expect(row).toBe(`${noon},9,10,11,49,50,51,,,,,,,,,,,,,,`)
})

test('an address says a range and how it is shown, and what makes no sense is left out', () => {
  expect(readMonitorSearch({ range: '7d', table: true })).toEqual({ range: '7d', table: true })
  expect(readMonitorSearch({ range: '2y', table: 'yes' })).toEqual({})
  const window = { from: '2026-11-25T11:00:00Z', to: '2026-11-25T12:00:00Z' }
  expect(readMonitorSearch({ ...window, from: '2026-11-25T12:00:00+01:00' })).toEqual(window)
  expect(readMonitorSearch({ ...window, range: '1y' })).toEqual({ range: '1y' })
  expect(readMonitorSearch({ from: window.from })).toEqual({})
  expect(readMonitorSearch({ from: window.to, to: window.from })).toEqual({})
  expect(readMonitorSearch({ from: 'x', to: 7 })).toEqual({})
})

test('a spreadsheet gets who was in memory, and how operations went', () => {
  const span = {
    model: 'qwen3:14b',
    instance: 'default',
    loading_at: null,
    loaded_at: noon,
    ended_at: null,
    size: 5,
    size_vram: 4,
    context_length: 4096,
    requested_by: 'key:a',
  }
  expect(residencyCsv({ from: noon, to: noon, spans: [span] })).toBe(
    `model,instance,loading_at,loaded_at,ended_at,size,size_vram,context_length,requested_by\r\nqwen3:14b,default,,${noon},,5,4,4096,key:a\r\n`,
  )
  const [head, row] = operationsCsv({ range: '24h', operations: [operation('start')], anomalies: [] }).split('\r\n')
  expect(head?.split(',')).toHaveLength(row?.split(',').length ?? 0)
  expect(row).toContain('start,38,37,1,')
})
