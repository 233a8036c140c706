import type { GpuHistory, Spread, StatsHistory } from '@ollama-dashboard/contracts'
import { timestamp } from '../kernel/clock.ts'
import { type GpuFigure, gpuFigureName, gpuFigures } from './step.ts'
import type { StepColumns } from './step-columns.ts'

interface Measured {
  readonly host: StepColumns
  /** Of the same period; null where the caller may not know. */
  readonly replies: StepColumns | null
}

/** The points of every step that something was measured in, oldest first, and each GPU over them. */
export function historyAnswer({ host, replies }: Measured): Pick<StatsHistory, 'points' | 'gpus'> {
  const places: number[] = []
  for (let place = 0; place < host.length; place += 1) if (host.has(place) || replies?.has(place)) places.push(place)
  return {
    points: places.map((place) => ({
      t: timestamp(host.startAt(place) * 1000),
      cpu: host.spreadAt('cpu', place),
      memory: host.spreadAt('memory', place),
      vram: host.spreadAt('vram', place),
      disk: host.spreadAt('disk', place),
      requests: replies?.countAt('requests', place) ?? null,
      failed: replies?.countAt('failed', place) ?? null,
      tokens_per_second: replies?.spreadAt('tokens_per_second', place) ?? null,
      time_to_first_token_ms: replies?.spreadAt('time_to_first_token_ms', place) ?? null,
    })),
    gpus: gpuHistory(host, places),
  }
}

/** Each GPU by what it was called last; those that never told a figure are left out. */
function gpuHistory(host: StepColumns, places: readonly number[]): GpuHistory[] {
  return [...host.gpus()]
    .toSorted(([a], [b]) => a - b)
    .map(([index, name]) => {
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
    })
    .filter((gpu) => gpuFigures.some((name) => gpu[name] !== null))
}
