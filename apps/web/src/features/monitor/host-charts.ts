import type { Spread, StatsHistory, StatsPoint } from '@ollama-dashboard/contracts'
import { formatHour, formatPercent, formatSecond, formatTime } from '../../lib/format.ts'
import type { ChartData, ChartSeries } from './chart-data.ts'
import { spanOf } from './chart-span.ts'

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
    ...spanOf(range, now),
    top: 100,
    formatTime: formats[range],
    formatStep: formats[range],
  }
  const of = (names: readonly HostSeries[]): ChartSeries[] =>
    names.filter((name) => points.some((point) => point[name] !== null)).map((name) => seriesOf(whole, name, step))
  const disk = of(['disk'])
  return [
    { title: 'Load, %', series: of(['cpu']), ...axis },
    { title: 'Memory, %', series: of(['vram', 'memory']), ...axis },
    ...(disk.length > 0 ? [{ title: 'Disk, %', series: disk, ...axis }] : []),
  ]
}

const formats = { '15m': formatSecond, '1h': formatTime, '24h': formatHour, '7d': formatHour } as const

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
