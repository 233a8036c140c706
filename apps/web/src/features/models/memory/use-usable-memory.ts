import type { RunningModels, SystemStats } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { runningQuery } from '../../../lib/queries/models.ts'
import { statsQuery } from '../../../lib/queries/system.ts'

export interface UsableMemory {
  readonly bytes: number
  /** Of GPUs; else of the host. */
  readonly isVram: boolean
  /** The GPU uses the memory of the host: what it may not have of it is `ramBytes`. */
  readonly isUnified?: boolean
  /** With what other processes hold. */
  readonly totalBytes: number
  /** Of the host, for what does not fit its GPUs. */
  readonly ramBytes: number
  readonly ramTotalBytes: number
}

type Pools = Pick<SystemStats, 'vram' | 'unified_memory' | 'memory'>

/** What models may use: all that other processes do not hold. */
export function usableMemory(
  { vram, unified_memory: unified, memory }: Pools,
  { models }: Pick<RunningModels, 'models'>,
): UsableMemory {
  const sum = (part: 'size' | 'size_vram') => models.reduce((total, model) => total + (model[part] ?? 0), 0)
  if (unified) {
    const usable = Math.min(unified.total, unified.available + sum('size'))
    const bytes = Math.min(unified.gpu_max, usable)
    const ramBytes = usable - bytes
    const totalBytes = unified.total - ramBytes
    return { bytes, isVram: true, isUnified: true, totalBytes, ramBytes, ramTotalBytes: unified.total }
  }
  const inVram = vram ? sum('size_vram') : 0
  const ramBytes = Math.min(memory.total, memory.available + Math.max(0, sum('size') - inVram))
  const ram = { ramBytes, ramTotalBytes: memory.total }
  if (!vram) return { bytes: ramBytes, isVram: false, totalBytes: memory.total, ...ram }
  return { bytes: Math.min(vram.total, vram.free + inVram), isVram: true, totalBytes: vram.total, ...ram }
}

/** What it is for a model that gets no layers on a GPU. */
export function withoutGpus({ bytes, isUnified = false, ramBytes, ramTotalBytes }: UsableMemory): UsableMemory {
  const all = isUnified ? bytes + ramBytes : ramBytes
  return { bytes: all, isVram: false, isUnified, totalBytes: ramTotalBytes, ramBytes: all, ramTotalBytes }
}

/** What people call it. */
export const nameOf = ({ isVram, isUnified = false }: Pick<UsableMemory, 'isVram' | 'isUnified'>): string =>
  isUnified ? 'unified memory' : isVram ? 'VRAM' : 'RAM'

export function useUsableMemory(): UsableMemory | null {
  const { data: stats } = useQuery({
    ...statsQuery,
    select: ({ vram, unified_memory, memory }) => ({ vram, unified_memory, memory }),
  })
  const { data: running } = useQuery(runningQuery(useInstance()))
  return stats && running ? usableMemory(stats, running) : null
}
