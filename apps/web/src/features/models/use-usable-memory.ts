import type { RunningModels, SystemStats } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { runningQuery, statsQuery } from '../../lib/queries.ts'
import { useInstance } from '../../lib/use-instance.ts'

export interface UsableMemory {
  readonly bytes: number
  /** Of GPUs; else of the host. */
  readonly isVram: boolean
  /** With what other programs hold. */
  readonly totalBytes: number
  /** Of the host, for what does not fit its GPUs. */
  readonly ramBytes: number
  readonly ramTotalBytes: number
}

/** What models may use: all that other programs do not hold. */
export function usableMemory(
  { vram, memory }: Pick<SystemStats, 'vram' | 'memory'>,
  { models }: Pick<RunningModels, 'models'>,
): UsableMemory {
  const sum = (part: 'size_vram' | 'size_ram') => models.reduce((total, model) => total + (model[part] ?? 0), 0)
  const ramBytes = Math.min(memory.total, memory.available + sum('size_ram'))
  const ram = { ramBytes, ramTotalBytes: memory.total }
  if (!vram) return { bytes: ramBytes, isVram: false, totalBytes: memory.total, ...ram }
  return { bytes: Math.min(vram.total, vram.free + sum('size_vram')), isVram: true, totalBytes: vram.total, ...ram }
}

/** What it is for a model that gets no layers on a GPU. */
export const withoutGpus = ({ ramBytes, ramTotalBytes }: UsableMemory): UsableMemory => ({
  bytes: ramBytes,
  isVram: false,
  totalBytes: ramTotalBytes,
  ramBytes,
  ramTotalBytes,
})

export function useUsableMemory(): UsableMemory | null {
  const { data: stats } = useQuery({ ...statsQuery, select: ({ vram, memory }) => ({ vram, memory }) })
  const { data: running } = useQuery(runningQuery(useInstance()))
  return stats && running ? usableMemory(stats, running) : null
}
