import type { ChatMetrics, Gpu } from '@ollama-dashboard/contracts'
import type { HostFigures } from '../system/host-probe.ts'
import { percentOf } from '../system/percent.ts'
import { count, merge, type Tally } from './tally.ts'

/** What was measured within one step of time: tallies by name of the figure, and what each GPU is called, by index. */
export interface Step {
  readonly tallies: Map<string, Tally>
  readonly gpus: Map<number, string>
}

/** Steps by when they begin, in seconds since the epoch. */
export type Steps = Map<number, Step>

/** Short, since they are stored with every step. */
const gpuFigureCodes = {
  memory_percent: 'm',
  utilization_percent: 'u',
  temperature_celsius: 't',
  power_watts: 'p',
} as const
export type GpuFigure = keyof typeof gpuFigureCodes

export const gpuFigures = Object.keys(gpuFigureCodes) as readonly GpuFigure[]

/** The name of a figure of one GPU. */
export const gpuFigureName = (index: number, figure: GpuFigure): string => `${index}${gpuFigureCodes[figure]}`

export const newStep = (): Step => ({ tallies: new Map(), gpus: new Map() })

/** The step that begins then, made where there is none. */
export function stepAt(steps: Steps, start: number): Step {
  const step = steps.get(start) ?? newStep()
  steps.set(start, step)
  return step
}

type Measured = Pick<HostFigures, 'cpu' | 'memory' | 'unified_memory' | 'vram' | 'disk' | 'gpus'>

/** Counts a sample of the host in; what was not measured is left out. */
export function countHost({ tallies, gpus }: Step, figures: Measured): void {
  const { cpu, memory, unified_memory: unified, vram, disk } = figures
  count(tallies, 'cpu', cpu.percent)
  count(tallies, 'memory', (unified ?? memory).percent)
  count(tallies, 'vram', vram?.percent ?? null)
  count(tallies, 'disk', disk?.percent ?? null)
  for (const gpu of figures.gpus) {
    gpus.set(gpu.index, gpu.name)
    count(tallies, gpuFigureName(gpu.index, 'memory_percent'), memoryPercentOf(gpu))
    count(tallies, gpuFigureName(gpu.index, 'utilization_percent'), gpu.utilization_percent)
    count(tallies, gpuFigureName(gpu.index, 'temperature_celsius'), gpu.temperature_celsius)
    count(tallies, gpuFigureName(gpu.index, 'power_watts'), gpu.power_watts)
  }
}

const memoryPercentOf = ({ vram_total: total, vram_used: used }: Pick<Gpu, 'vram_total' | 'vram_used'>) =>
  total === null || used === null || total === 0 ? null : percentOf(used, total)

/** How fast a reply was, as far as that is known; null for a request that failed. */
export type ReplySpeed = Readonly<Pick<ChatMetrics, 'tokens_per_second' | 'time_to_first_token_ms'>> | null

/** Counts a request in that ended. Of some figures only the count says something. */
export function countReply({ tallies }: Step, speed: ReplySpeed): void {
  count(tallies, 'requests', 0)
  if (speed === null) count(tallies, 'failed', 0)
  count(tallies, 'tokens_per_second', speed?.tokens_per_second ?? null)
  count(tallies, 'time_to_first_token_ms', speed?.time_to_first_token_ms ?? null)
}

/** Adds one step to another. What GPUs are called is as the added one says. */
export function mergeStep(step: Step, { tallies, gpus }: Step): void {
  for (const [name, tally] of tallies) merge(step.tallies, name, tally)
  for (const [index, name] of gpus) step.gpus.set(index, name)
}

/** Adds steps together to longer ones, of so many seconds. */
export function mergeSteps(into: Steps, steps: Iterable<readonly [number, Step]>, seconds: number): void {
  for (const [start, step] of steps) mergeStep(stepAt(into, startOf(start, seconds)), step)
}

/** When the step of so many seconds begins that a time is in; both in seconds. */
export const startOf = (time: number, seconds: number): number => Math.floor(time / seconds) * seconds
