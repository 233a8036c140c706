import type { Spread, StatsHistory, StatsPoint, StatsRange } from '@ollama-dashboard/contracts'
import { formatHour, formatPercent, formatSecond, formatTime } from '../../lib/format.ts'
import type { ChartData, ChartSeries } from './chart-data.ts'

export const rangeSeconds: Readonly<Record<StatsRange, number>> = {
  '15m': 900,
  '1h': 3600,
  '24h': 86_400,
  '7d': 604_800,
}

/** What is measured of the host. */
export const hostSeries = ['cpu', 'memory', 'vram', 'disk'] as const
type HostSeries = (typeof hostSeries)[number]

const labels: Readonly<Record<HostSeries, string>> = { cpu: 'CPU', memory: 'RAM', vram: 'VRAM', disk: 'Disk' }

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
    names.filter((name) => points.some((point) => point[name] !== null)).map((name) => seriesOf(whole, name, step))
  return [
    { title: 'Load, %', series: of(['cpu']), ...axis },
    { title: 'Memory and disk, %', series: of(['vram', 'memory', 'disk']), ...axis },
  ]
}

type Step = Readonly<Record<HostSeries, Spread | null>> & { readonly t: number }

function seriesOf(steps: readonly Step[], name: HostSeries, step: number): ChartSeries {
  const values = (part: keyof Spread) => steps.map((one) => one[name]?.[part] ?? null)
  return {
    label: labels[name],
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
