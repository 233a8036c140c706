import type { RunningModels, SystemStats } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { runningQuery, statsQuery } from '../../lib/queries.ts'
import { useInstance } from '../../lib/use-instance.ts'

export interface UsableMemory {
  readonly bytes: number
  /** Of GPUs; else of the host. */
  readonly isVram: boolean
}

/** What models may use: all that other programs do not hold. */
export function usableMemory(
  { vram, memory }: Pick<SystemStats, 'vram' | 'memory'>,
  { models }: Pick<RunningModels, 'models'>,
): UsableMemory {
  const sum = (part: 'size_vram' | 'size_ram') => models.reduce((total, model) => total + (model[part] ?? 0), 0)
  if (vram) return { bytes: Math.min(vram.total, vram.free + sum('size_vram')), isVram: true }
  return { bytes: Math.min(memory.total, memory.available + sum('size_ram')), isVram: false }
}

export function useUsableMemory(): UsableMemory | null {
  const { data: stats } = useQuery({ ...statsQuery, select: ({ vram, memory }) => ({ vram, memory }) })
  const { data: running } = useQuery(runningQuery(useInstance()))
  return stats && running ? usableMemory(stats, running) : null
}
