import type { Spread, StatsHistory, StatsPoint } from '@ollama-dashboard/contracts'
import { formatPercent } from '../../../lib/format.ts'
import type { ChartData, ChartSeries, LineOf } from '../charts/chart-data.ts'
import type { Span } from '../period.ts'
import { momentWords } from '../plot/time-words.ts'
import { gpuSeries, gpusCharts } from './gpu-charts.ts'

/** What is measured of the host, beside its GPUs. */
export const hostSeries = ['cpu', 'memory', 'vram', 'disk'] as const
type HostSeries = (typeof hostSeries)[number]

const labels: Readonly<Record<HostSeries, string>> = { cpu: 'CPU', memory: 'RAM', vram: 'VRAM', disk: 'Disk' }

/**
 * The host over time; what was never measured, such as VRAM without a GPU, is left out. One GPU stands beside the CPU, and
 * several have charts of their own.
 */
export function hostCharts({ step_seconds: step, points, gpus }: StatsHistory, span: Span): ChartData[] {
  const steps = withGaps(points, step)
  const words = momentWords(span, step)
  const axis = {
    kind: 'line' as const,
    nothing: 'Nothing was measured in this period',
    times: steps.map(({ t }) => t),
    step,
    ...span,
    formatTime: words,
    formatStep: words,
  }
  const lineOf: LineOf = (label, measured, format) => {
    const values = (part: keyof Spread) => steps.map(({ point }) => measured[point]?.[part] ?? null)
    return {
      label,
      values: values('avg'),
      // A step of two seconds is one sample.
      ...(step > 2 && { spread: { min: values('min'), max: values('max') } }),
      format,
      overall: step > 2 ? 'average' : 'latest',
    }
  }
  const of = (...names: readonly HostSeries[]): ChartSeries[] =>
    names
      .map((name) => ({ name, measured: points.map((point) => point[name]) }))
      .filter(({ measured }) => measured.some((spread) => spread !== null))
      .map(({ name, measured }) => lineOf(labels[name], measured, formatPercent))
  const [gpu, ...others] = gpus
  const only = gpu && others.length === 0 ? gpuSeries(gpu, lineOf) : null
  const load = [...(only?.load ?? []), ...of('cpu')]
  const heat = only?.heat ?? []
  const disk = of('disk')
  return [
    { title: 'Load, %', series: load, top: 100, ...axis },
    { title: 'Memory, %', series: of('vram', 'memory'), top: 100, ...axis },
    ...(only && heat.length > 0 ? [{ title: only.heatTitle, series: heat, ...axis }] : []),
    ...(disk.length > 0 ? [{ title: 'Disk, %', series: disk, top: 100, ...axis }] : []),
    ...(others.length > 0 ? gpusCharts(gpus, lineOf).map((chart) => ({ ...chart, ...axis })) : []),
  ]
}

interface Step {
  readonly t: number
  /** Which point it is; of none where nothing was sampled. */
  readonly point: number
}

/** What was not sampled is a gap, and no line from one end of it to the other. */
function withGaps(points: readonly StatsPoint[], step: number): Step[] {
  const steps: Step[] = []
  for (const [point, { t }] of points.entries()) {
    const at = Date.parse(t) / 1000
    const last = steps.at(-1)
    if (last && at - last.t > step * 2.5) steps.push({ t: last.t + step, point: -1 })
    steps.push({ t: at, point })
  }
  return steps
}
