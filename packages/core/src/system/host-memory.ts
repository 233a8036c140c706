import type { SystemStats } from '@ollama-dashboard/contracts'
import type { Instance } from '../instances/instance.ts'
import type { HostMemory } from '../ollama/memory-estimate.ts'
import { isLoopback } from '../ollama/ollama-address.ts'
import { tellingGpus } from './telling-gpus.ts'

/** Bytes of all GPUs: 0 without any, null where there are some that do not tell, as on Apple's machines. */
export const totalVram = ({ vram, gpus }: Pick<SystemStats, 'vram' | 'gpus'>): number | null =>
  vram ? vram.total : gpus.length > 0 ? null : 0

/**
 * What models may use of this host's memory: all but what other programs hold. Null where the server is on another
 * machine, whose memory nobody here can see.
 */
export function usableMemory(instance: Instance, stats: SystemStats | null): HostMemory | null {
  if (!stats || !isLoopback(instance.url)) return null
  const models = instance.loaded.current().value ?? []
  const sum = (part: (model: (typeof models)[number]) => number) =>
    models.reduce((total, model) => total + part(model), 0)
  const inVram = sum(({ sizeVram }) => sizeVram ?? 0)
  const inRam = sum(({ size, sizeVram }) => Math.max(0, (size ?? 0) - (sizeVram ?? 0)))
  const { vram, memory, gpus } = stats
  return {
    vramBytes: vram && Math.min(vram.total, vram.free + inVram),
    ramBytes: Math.min(memory.total, memory.available + inRam),
    gpuCount: tellingGpus(gpus).length,
  }
}
