import type { SystemStats } from '@ollama-dashboard/contracts'

export type MemoryName = 'VRAM' | 'unified memory' | 'RAM'

/** The memory that models on this host go to first, bytes. */
export interface ModelMemory {
  readonly name: MemoryName
  readonly total: number
  readonly free: number
  readonly percent: number
}

/** The memory of the GPUs; else the part of the one memory that the GPU can use; else RAM. */
export function modelMemory({
  vram,
  unified_memory: unified,
  memory,
}: Pick<SystemStats, 'vram' | 'unified_memory' | 'memory'>): ModelMemory {
  if (vram) return { name: 'VRAM', total: vram.total, free: vram.free, percent: vram.percent }
  if (!unified) return { name: 'RAM', total: memory.total, free: memory.available, percent: memory.percent }
  const { gpu_max: total, available, percent } = unified
  return { name: 'unified memory', total, free: Math.min(total, available), percent }
}
