import type { Gpu, SystemStats } from '@ollama-dashboard/contracts'
import type { Instance } from '../../instances/instance.ts'
import { isLocal } from '../../instances/location.ts'
import type { HostMemory } from '../../memory/host-memory.ts'
import { isAtLeast } from '../../ollama/version.ts'

type Pools = Pick<SystemStats, 'vram' | 'unified_memory' | 'memory' | 'gpus'>

/** Models run on cards that do not tell how much memory they have, or how much of it is used. */
const hasSilentCard = ({ gpus, vram }: Pools): boolean =>
  vram === null && gpus.some(({ memory, runs_models }) => memory === 'dedicated' && runs_models)

/** Its memory is part of `vram`. */
const isCounted = ({ memory, runs_models, vram_used }: Gpu): boolean =>
  memory === 'dedicated' && runs_models && vram_used !== null

/** Bytes that Ollama counts as its GPUs': 0 without any, null where there are some that do not tell. */
export function totalVram(stats: Pools): number | null {
  const { vram, unified_memory: unified, memory, gpus } = stats
  if (unified) return unified.gpu_max
  const running = gpus.filter(({ runs_models }) => runs_models)
  // It counts an integrated GPU that it uses beside cards as well, though a model fills the cards first.
  const shared = running.flatMap((gpu) => (gpu.memory === 'unified' ? [gpu.vram_total ?? memory.total] : []))
  const own = running.flatMap((gpu) => (gpu.memory === 'dedicated' ? [gpu.vram_total] : []))
  return sumOf([...(vram ? [vram.total] : own), ...shared])
}

const sumOf = (bytes: readonly (number | null)[]): number | null =>
  bytes.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0)

/** The most that models here can hold in the memory of GPUs, whatever Ollama was told; null where that is not known. */
export function maxOnGpus(stats: Pools): number | null {
  const { gpus, memory } = stats
  const own = gpus.flatMap((gpu) => (gpu.memory === 'dedicated' ? [gpu.vram_total] : []))
  return sumOf([...own, gpus.some((gpu) => gpu.memory === 'unified') ? memory.total : 0])
}

/**
 * Bytes that a server leaves free on each GPU beside what a model takes: else it puts layers on the processor. Since
 * 0.30 models run in llama-server, which Ollama starts without `-ngl` and with its own target. Source:
 * llm/llama_server.go of Ollama 0.30 to 0.33, and `fit_params_target` in common/common.h of llama.cpp.
 */
const leftFreePerGpu = (version: string | null): number =>
  version !== null && !isAtLeast(version, [0, 30, 0]) ? 0 : 1024 ** 3

/**
 * What models may use of this host's memory: all but what other programs hold, and what Ollama leaves free. Null where
 * the server is on another machine, whose memory nobody here can see, or where the GPU does not tell its memory, or
 * cannot be seen from here.
 */
export function usableMemory(instance: Instance, stats: SystemStats | null): HostMemory | null {
  if (!stats || !isLocal(instance) || instance.isElsewhere() || hasSilentCard(stats)) return null
  const models = instance.loaded.current().value ?? []
  const sum = (part: (model: (typeof models)[number]) => number) =>
    models.reduce((total, model) => total + part(model), 0)
  const { vram, unified_memory: unified, memory, gpus } = stats
  const held = sum(({ size, sizeVram }) => Math.max(size ?? 0, sizeVram ?? 0))
  const leftFree = leftFreePerGpu(instance.version.current().value)
  if (unified) {
    const bytes = Math.min(unified.total, unified.available + held)
    const onGpu = Math.min(unified.gpu_max, bytes)
    const vramBytes = Math.max(0, onGpu - leftFree)
    return {
      vramBytes,
      ramBytes: bytes - vramBytes,
      gpuCount: 1,
      isUnified: true,
      vramTotalBytes: unified.total - (bytes - onGpu),
      ramTotalBytes: unified.total,
    }
  }
  // Without a GPU that has memory of its own, all that models hold is of the one memory there is.
  const onCards = vram
    ? Math.min(
        vram.total - vram.free,
        sum(({ sizeVram }) => sizeVram ?? 0),
      )
    : 0
  const ofSystem = Math.min(memory.total, memory.available + held - onCards)
  if (!vram)
    return { vramBytes: null, ramBytes: ofSystem, gpuCount: 0, vramTotalBytes: null, ramTotalBytes: memory.total }
  // What cards cannot hold goes to an integrated GPU that Ollama uses beside them, and that takes memory of the system.
  const integrated = gpus.filter((gpu) => gpu.memory === 'unified' && gpu.runs_models)
  const reach = integrated.reduce((bytes, { vram_total }) => bytes + (vram_total ?? memory.total), 0)
  const shared = Math.max(0, Math.min(reach, ofSystem) - leftFree * integrated.length)
  const cards = gpus.filter(isCounted).length
  return {
    vramBytes: Math.max(0, vram.free + onCards - leftFree * cards) + shared,
    ramBytes: ofSystem - shared,
    ...(shared > 0 && { lentBytes: shared }),
    gpuCount: cards + integrated.length,
    vramTotalBytes: vram.total + Math.min(reach, memory.total),
    ramTotalBytes: memory.total,
  }
}
