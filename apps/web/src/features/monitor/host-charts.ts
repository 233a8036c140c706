import type { Spread, StatsHistory, StatsPoint, StatsRange } from '@ollama-dashboard/contracts'
import { formatHour, formatPercent, formatSecond, formatTime } from '../../lib/format.ts'
import type { ChartData, ChartSeries } from './chart-data.ts'

export const rangeSeconds: Readonly<Record<StatsRange, number>> = {
  '15m': 900,
  '1h': 3600,
  '24h': 86_400,
  '7d': 604_800,
}

export type HostSeries = 'cpu' | 'memory' | 'vram' | 'disk'

export const hostSeries: readonly (readonly [name: HostSeries, label: string])[] = [
  ['cpu', 'CPU'],
  ['vram', 'VRAM'],
  ['memory', 'RAM'],
  ['disk', 'Disk'],
]

/** The host over time; a series that was never measured, such as VRAM without a GPU, is left out. `now` is in seconds. */
export function hostCharts({ range, step_seconds: step, points }: StatsHistory, now: number): ChartData[] {
  const whole = withGaps(points, step)
  const axis = {
    kind: 'line' as const,
    times: whole.map(({ t }) => t),
    step,
    from: now - rangeSeconds[range],
    to: now,
    top: 100,
    formatTime: range === '15m' ? formatSecond : range === '1h' ? formatTime : formatHour,
  }
  const of = (names: readonly HostSeries[]): ChartSeries[] =>
    hostSeries.flatMap(([name, label]) =>
      names.includes(name) && points.some((point) => point[name] !== null) ? [seriesOf(whole, name, label, step)] : [],
    )
  return [
    { title: 'Load, %', series: of(['cpu']), ...axis },
    { title: 'Memory and disk, %', series: of(['vram', 'memory', 'disk']), ...axis },
  ]
}

type Step = Readonly<Record<HostSeries, Spread | null>> & { readonly t: number }

function seriesOf(steps: readonly Step[], name: HostSeries, label: string, step: number): ChartSeries {
  const values = (part: keyof Spread) => steps.map((one) => one[name]?.[part] ?? null)
  return {
    label,
    values: values('avg'),
    // A step of two seconds is one sample.
    ...(step > 2 && { spread: { min: values('min'), max: values('max') } }),
    format: formatPercent,
  }
}

/** What was not sampled is a gap, and no line from one end of it to the other. */
function withGaps(points: readonly StatsPoint[], step: number): Step[] {
  const steps: Step[] = []
  for (const { t, cpu, memory, vram, disk } of points) {
    const at = Date.parse(t) / 1000
    const last = steps.at(-1)
    if (last && at - last.t > step * 2.5)
      steps.push({ t: last.t + step, cpu: null, memory: null, vram: null, disk: null })
    steps.push({ t: at, cpu, memory, vram, disk })
  }
  return steps
}
