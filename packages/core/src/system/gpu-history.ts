import type { Gpu, GpuHistory, Spread } from '@ollama-dashboard/contracts'
import { countIn, spreadOf, type Tally } from './tally.ts'

export const gpuFigures = ['utilization_percent', 'temperature_celsius', 'power_watts'] as const
type GpuFigure = (typeof gpuFigures)[number]

export type GpuSample = Pick<Gpu, 'index' | 'name' | GpuFigure>

/** What was measured of each GPU within one step, by index. */
export type GpuStep = Map<number, { name: string; readonly tallies: Partial<Record<GpuFigure, Tally>> }>

export function countGpus(step: GpuStep, gpus: readonly GpuSample[]): void {
  for (const gpu of gpus) {
    const known = step.get(gpu.index) ?? { name: gpu.name, tallies: {} }
    known.name = gpu.name
    countIn(known.tallies, gpuFigures, gpu)
    step.set(gpu.index, known)
  }
}

/** Each GPU over the steps, by what it was called last; those that never told a figure are left out. */
export function gpuHistory(steps: readonly GpuStep[]): GpuHistory[] {
  const names = new Map(steps.flatMap((step) => [...step].map(([index, { name }]) => [index, name] as const)))
  return [...names]
    .toSorted(([a], [b]) => a - b)
    .map(([index, name]) => {
      const figure = (of: GpuFigure): (Spread | null)[] | null => {
        const spreads = steps.map((step) => spreadOf(step.get(index)?.tallies[of]))
        return spreads.some((spread) => spread !== null) ? spreads : null
      }
      return {
        index,
        name,
        memory_percent: null,
        utilization_percent: figure('utilization_percent'),
        temperature_celsius: figure('temperature_celsius'),
        power_watts: figure('power_watts'),
      }
    })
    .filter((gpu) => gpuFigures.some((name) => gpu[name] !== null))
}
