import { contextBounds, type MemoryEstimate } from '@ollama-dashboard/contracts'

/**
 * What models may use on a host, bytes; `vramBytes` is null where there is no GPU. Where GPU and processor share one
 * memory, it is the part that the GPU may have, and `ramBytes` is what is left of the same memory.
 */
export interface HostMemory {
  readonly vramBytes: number | null
  readonly ramBytes: number | null
  readonly gpuCount: number
  /** GPU and processor share one memory; they do not when absent. */
  readonly isUnified?: boolean
  /** As much of `vramBytes` is the memory of the system, lent to a GPU beside cards; nothing when absent. */
  readonly lentBytes?: number
  /** Both with what other programs hold; without it when absent. Of shared memory `ramTotalBytes` is all there is. */
  readonly vramTotalBytes?: number | null
  readonly ramTotalBytes?: number
}

/** What loaded models hold, bytes. */
export interface HeldMemory {
  readonly vramBytes: number
  readonly ramBytes: number
}

export type Fits = 'yes' | 'partly' | 'no' | null

/** Whether so much fits a host: its VRAM where it has a GPU, else its RAM; `partly` where it takes both. Null: not known. */
export function fitsIn(bytes: number, host: HostMemory | null): Fits {
  if (!host || host.ramBytes === null) return null
  const { vramBytes, ramBytes } = host
  if (vramBytes === null) return bytes <= ramBytes ? 'yes' : 'no'
  if (bytes <= vramBytes) return 'yes'
  return bytes <= vramBytes + ramBytes ? 'partly' : 'no'
}

/** What other models leave of a host; below zero where they hold more than there is. */
export function leftBeside(host: HostMemory, others: HeldMemory): HostMemory {
  const { vramBytes, ramBytes, isUnified } = host
  if (ramBytes === null) return host
  const all = others.vramBytes + others.ramBytes
  if (vramBytes === null) return { ...host, ramBytes: ramBytes - all }
  if (isUnified) return { ...host, vramBytes: vramBytes - all }
  return { ...host, vramBytes: vramBytes - others.vramBytes, ramBytes: ramBytes - others.ramBytes }
}

/** Bytes that a model takes at a context; it never takes less at a longer one. */
export type MemoryCurve = (context: number) => number

/** What a model with no layers on a GPU may use: of shared memory all of it. Null where it is not known. */
export const onProcessor = ({ vramBytes, ramBytes, isUnified, lentBytes = 0 }: HostMemory): number | null =>
  ramBytes === null
    ? null
    : ramBytes + (isUnified ? (vramBytes ?? 0) : Math.min(lentBytes, Math.max(0, vramBytes ?? 0)))

/**
 * The longest contexts of a model that fit a host: on its GPUs, on its processor, on both together, and beside what the
 * other loaded models hold. Null where the memory of the host is not known.
 */
export function contextsThatFit(
  at: MemoryCurve,
  trained: number,
  host: HostMemory | null,
  others: HeldMemory,
): NonNullable<MemoryEstimate['host']> | null {
  if (!host || host.ramBytes === null) return null
  const { vramBytes, ramBytes, isUnified = false, vramTotalBytes, ramTotalBytes } = host
  const all = (vramBytes ?? 0) + ramBytes
  const left = leftBeside(host, others)
  const part = (memory: 'vram' | 'ram', usable: number, total: number, usableBeside: number) => ({
    memory: isUnified ? ('unified' as const) : memory,
    total_bytes: total,
    usable_bytes: usable,
    max_context: maxContext(at, trained, usable),
    max_context_without_unloading: maxContext(at, trained, usableBeside),
  })
  const onCpu = onProcessor(host) ?? ramBytes
  return {
    gpu: vramBytes === null ? null : part('vram', vramBytes, vramTotalBytes ?? vramBytes, left.vramBytes ?? 0),
    cpu: part('ram', onCpu, ramTotalBytes ?? onCpu, onProcessor(left) ?? 0),
    usable_bytes: all,
    max_context: maxContext(at, trained, all),
  }
}

/** The longest context that takes at most so many bytes; null where even the shortest that can be set takes more. */
function maxContext(at: MemoryCurve, trained: number, bytes: number): number | null {
  let fitting = Math.min(contextBounds.minimum, trained)
  if (at(fitting) > bytes) return null
  let tooLong = trained + 1
  while (tooLong - fitting > 1) {
    const middle = Math.floor((fitting + tooLong) / 2)
    if (at(middle) <= bytes) fitting = middle
    else tooLong = middle
  }
  return fitting
}
