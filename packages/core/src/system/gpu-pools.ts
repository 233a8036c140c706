import type { Gpu, SystemStats } from '@ollama-dashboard/contracts'
import type { DetectedGpu } from './gpus/detected-gpu.ts'
import { percentOf } from './percent.ts'

type Figures = Pick<DetectedGpu, 'memory' | 'vram_total' | 'vram_used' | 'vram_free' | 'runs_models'>

/** The memory of all GPUs with memory of their own that models run on and that tell it; null where there is none. */
export function vramOf(gpus: readonly Figures[]): SystemStats['vram'] {
  const told = gpus.flatMap(({ memory, runs_models, vram_total: total, vram_used: used, vram_free }) =>
    memory === 'dedicated' && runs_models && total !== null && used !== null
      ? [{ total, used, free: vram_free ?? Math.max(0, total - used) }]
      : [],
  )
  if (told.length === 0) return null
  const sum = (part: 'total' | 'used' | 'free') => told.reduce((all, gpu) => all + gpu[part], 0)
  return { total: sum('total'), used: sum('used'), free: sum('free'), percent: percentOf(sum('used'), sum('total')) }
}

/**
 * The one memory of a host whose GPU has none of its own. An integrated GPU beside a card is none that models run on,
 * and neither is one that Ollama leaves alone: their memory is that of the processor. Null where there is no such GPU.
 */
export function unifiedMemoryOf(gpus: readonly Figures[], ram: SystemStats['memory']): SystemStats['unified_memory'] {
  const running = gpus.filter(({ runs_models }) => runs_models)
  if (running.length === 0 || running.some(({ memory }) => memory === 'dedicated')) return null
  const gpuMax = running.reduce((sum, { vram_total }) => sum + (vram_total ?? ram.total), 0)
  return { ...ram, gpu_max: Math.min(gpuMax, ram.total) }
}

/** The GPUs in the form of the contract. */
export const listGpus = (gpus: readonly DetectedGpu[]): Gpu[] =>
  gpus.map(({ id: _id, vram_free: _free, ...gpu }, index) => ({ index, ...gpu }))
