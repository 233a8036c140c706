import type { GpuHistory, StatsHistory } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { ChartPanel } from '../src/features/monitor/charts/chart-panel.tsx'
import { hostCsv } from '../src/features/monitor/files/monitor-files.ts'
import { hostCharts } from '../src/features/monitor/host/host-charts.ts'

const even = (value: number) => ({ min: value, avg: value, max: value })
const times = ['2026-11-25T11:50:00Z', '2026-11-25T11:51:00Z', '2026-11-25T11:55:00Z']
const to = Date.parse('2026-11-25T12:00:00Z') / 1000
const hour = { from: to - 3600, to }

const history = (...gpus: GpuHistory[]): StatsHistory => ({
  range: '1h',
  step_seconds: 60,
  from: '2026-11-25T11:00:00Z',
  to: '2026-11-25T12:00:00Z',
  points: times.map((t) => ({
    t,
    cpu: even(10),
    memory: even(50),
    vram: even(40),
    disk: null,
    requests: null,
    failed: null,
    tokens_per_second: null,
    time_to_first_token_ms: null,
  })),
  gpus,
})
const gpu = (index: number, load: number, more: Partial<GpuHistory> = {}): GpuHistory => ({
  index,
  name: 'RTX 4090',
  memory_percent: null,
  utilization_percent: [even(load), null, even(load + 1)],
  temperature_celsius: [even(60), even(61), even(62)],
  power_watts: [even(200), even(210), even(220)],
  ...more,
})
const shown = (stats: StatsHistory) =>
  hostCharts(stats, hour).map(({ title, series }) => [title, ...series.map(({ label }) => label)])

test('the load of one GPU stands beside that of the CPU; power and temperature have a scale each', () => {
  const stats = history(gpu(0, 90))
  expect(shown(stats)).toEqual([
    ['Load, %', 'GPU', 'CPU'],
    ['Memory, %', 'VRAM', 'RAM'],
    ['Power, W, and temperature, °C', 'Power', 'Temperature'],
  ])
  const [load, , heat] = hostCharts(stats, hour)
  // Not read at 11:51, and not sampled after that.
  expect(load?.series[0]?.values).toEqual([90, null, null, 91])
  expect(heat?.series.map(({ values, format, isRight }) => [format(values.at(-1) ?? 0), isRight])).toEqual([
    ['220 W', undefined],
    ['62 °C', true],
  ])
})

test('what no GPU tells has no chart', () => {
  const cool = gpu(0, 90, { utilization_percent: null, power_watts: null })
  expect(shown(history(cool))).toEqual([
    ['Load, %', 'CPU'],
    ['Memory, %', 'VRAM', 'RAM'],
    ['GPU temperature, °C', 'Temperature'],
  ])
  expect(shown(history())).toHaveLength(2)
})

test('of several GPUs the busiest two are drawn, and the table has all of them', async () => {
  const stats = history(gpu(0, 5), gpu(1, 90), gpu(2, 30, { power_watts: null }), gpu(3, 70))
  expect(shown(stats).slice(2)).toEqual([
    ['GPU load, %', 'GPU 1', 'GPU 3'],
    ['GPU power, W', 'GPU 1', 'GPU 3'],
    ['GPU temperature, °C', 'GPU 1', 'GPU 3'],
  ])
  const chart = hostCharts(stats, hour).find(({ title }) => title === 'GPU load, %')
  expect(chart?.note).toBe('busiest 2 of 4')
  if (chart) await render(<ChartPanel data={chart} isTable />)
  const columns = page.getByRole('columnheader').elements()
  expect(columns.map(({ textContent }) => textContent?.split(',')[0])).toEqual([
    'Time',
    'GPU 1',
    'GPU 3',
    'GPU 0',
    'GPU 2',
  ])
})

test('a spreadsheet gets what each GPU tells', () => {
  const [head, row] = hostCsv(history(gpu(0, 90), gpu(1, 5, { power_watts: null }))).split('\r\n')
  const columns = head?.split(',') ?? []
  const cells = row?.split(',') ?? []
  const cell = (name: string) => cells[columns.indexOf(name)]
  expect(cell('gpu_0_utilization_percent_avg')).toBe('90')
  expect(cell('gpu_1_temperature_celsius_max')).toBe('60')
  expect(cell('gpu_1_power_watts_avg')).toBe('')
})
