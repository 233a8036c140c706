import type { GpuHistory, Spread } from '@ollama-dashboard/contracts'
import { formatPercent } from '../../../lib/format.ts'
import type { ChartData, ChartSeries, LineOf } from '../charts/chart-data.ts'

type Figure = 'utilization_percent' | 'power_watts' | 'temperature_celsius'

interface Look {
  /** The title of a chart of this figure alone. */
  readonly title: string
  readonly format: (value: number) => string
  readonly top?: number
}

const looks: Readonly<Record<Figure, Look>> = {
  utilization_percent: { title: 'GPU load, %', format: formatPercent, top: 100 },
  power_watts: { title: 'GPU power, W', format: (watts) => `${Math.round(watts)} W` },
  temperature_celsius: { title: 'GPU temperature, °C', format: (degrees) => `${Math.round(degrees)} °C` },
}

/** The figures of GPUs in the order of their charts, for files too. */
export const gpuFigures = Object.keys(looks) as Figure[]

/** The lines of a host's only GPU: its load goes with that of the CPU, power and temperature share a chart. */
export function gpuSeries(gpu: GpuHistory, lineOf: LineOf) {
  const of = (name: Figure, label: string): ChartSeries[] => {
    const measured = gpu[name]
    return measured ? [lineOf(label, measured, looks[name].format)] : []
  }
  const power = of('power_watts', 'Power')
  const temperature = of('temperature_celsius', 'Temperature')
  const heatTitle =
    power.length > 0 && temperature.length > 0
      ? // Beside its legend there is no room for a longer one.
        'Power, W, and temperature, °C'
      : looks[power.length > 0 ? 'power_watts' : 'temperature_celsius'].title
  return {
    load: of('utilization_percent', 'GPU'),
    heat: [...power, ...temperature.map((line) => ({ ...line, isRight: power.length > 0 }))],
    heatTitle,
  }
}

/** As many lines can be told apart. */
const linesAtMost = 2

/** A chart for each figure of several GPUs: the busiest as lines, all of them in its table. */
export function gpusCharts(
  gpus: readonly GpuHistory[],
  lineOf: LineOf,
): Pick<ChartData, 'title' | 'series' | 'rest' | 'note' | 'top'>[] {
  return gpuFigures.flatMap((name) => {
    const { title, format, top } = looks[name]
    const telling = gpus.flatMap((gpu) => {
      const measured = gpu[name]
      return measured ? [{ gpu, line: lineOf(`GPU ${gpu.index}`, measured, format) }] : []
    })
    if (telling.length === 0) return []
    const busiest = new Set(telling.toSorted((a, b) => workOf(b.gpu) - workOf(a.gpu)).slice(0, linesAtMost))
    const rest = telling.filter((one) => !busiest.has(one)).map(({ line }) => line)
    return {
      title,
      ...(top !== undefined && { top }),
      series: telling.filter((one) => busiest.has(one)).map(({ line }) => line),
      ...(rest.length > 0 && { rest, note: `busiest ${linesAtMost} of ${telling.length}` }),
    }
  })
}

/** How busy one was on average; power tells it where load is not known. */
const workOf = (gpu: GpuHistory): number => meanOf(gpu.utilization_percent ?? gpu.power_watts ?? [])

function meanOf(measured: readonly (Spread | null)[]): number {
  const known = measured.filter((spread) => spread !== null)
  return known.reduce((sum, { avg }) => sum + avg, 0) / Math.max(1, known.length)
}
