import type { GpuHistory, Spread, StatsPoint } from '@ollama-dashboard/contracts'
import { timestamp } from '../kernel/clock.ts'
import { type GpuFigure, gpuFigureName, gpuFigures } from './step.ts'
import type { StepColumns } from './step-columns.ts'

interface Measured {
  readonly host: StepColumns
  /** Of the same period; null where the caller may not know. */
  readonly replies: StepColumns | null
}

/** The JSON of the points of every step that something was measured in, oldest first, and of each GPU over them. */
export function historyAnswer({ host, replies }: Measured): Readonly<Record<'points' | 'gpus', string>> {
  const places: number[] = []
  for (let place = 0; place < host.length; place += 1) if (host.has(place) || replies?.has(place)) places.push(place)
  const points = places.map(
    (place): StatsPoint => ({
      t: timestamp(host.startAt(place) * 1000),
      cpu: host.spreadAt('cpu', place),
      memory: host.spreadAt('memory', place),
      vram: host.spreadAt('vram', place),
      disk: host.spreadAt('disk', place),
      requests: replies?.countAt('requests', place) ?? null,
      failed: replies?.countAt('failed', place) ?? null,
      tokens_per_second: replies?.spreadAt('tokens_per_second', place) ?? null,
      time_to_first_token_ms: replies?.spreadAt('time_to_first_token_ms', place) ?? null,
    }),
  )
  // One after the other, so that the objects of all GPUs are never there together.
  const gpus = [...host.gpus()]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([index, name]) => {
      const gpu = gpuHistory(host, places, { index, name })
      return gpuFigures.some((figure) => gpu[figure] !== null) ? [JSON.stringify(gpu)] : []
    })
  return { points: JSON.stringify(points), gpus: `[${gpus}]` }
}

/** A GPU by what it was called last; null for a figure that it never told. */
function gpuHistory(
  host: StepColumns,
  places: readonly number[],
  { index, name }: Pick<GpuHistory, 'index' | 'name'>,
): GpuHistory {
  const figure = (of: GpuFigure): (Spread | null)[] | null => {
    const key = gpuFigureName(index, of)
    const spreads = places.map((place) => host.spreadAt(key, place))
    return spreads.some((spread) => spread !== null) ? spreads : null
  }
  return {
    index,
    name,
    memory_percent: figure('memory_percent'),
    utilization_percent: figure('utilization_percent'),
    temperature_celsius: figure('temperature_celsius'),
    power_watts: figure('power_watts'),
  }
}
