import { contextBounds, type KvCacheType, type MemoryEstimate } from '@ollama-dashboard/contracts'
import type { JsonObject } from '../ollama/json-value.ts'
import { bytesPerToken, type CacheRules, cacheBytes, minBytesPerToken } from './kv-cache.ts'
import { correctByObserved, credible, type MemoryObservation } from './observed-memory.ts'
import { weightsOf } from './parameter-size.ts'
import { cacheTypeOf } from './quantised-cache.ts'
import { type Architecture, readArchitecture } from './read-architecture.ts'

export type { MemoryObservation }

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
}

/** What Ollama's own environment says of memory. Ollama tells none of it, so it is the dashboard's that is read. */
export interface OllamaMemoryConfig {
  /** `OLLAMA_KV_CACHE_TYPE`. */
  readonly kvCacheType: KvCacheType
  /** `OLLAMA_NUM_PARALLEL`. */
  readonly numParallel: number
  /** `OLLAMA_GPU_OVERHEAD`, bytes for each GPU. */
  readonly gpuOverheadBytes: number
  /** `OLLAMA_FLASH_ATTENTION`, where it is set: before 0.30 a quantised cache takes it. */
  readonly flashAttention?: boolean
}

/** The defaults of Ollama. */
export const defaultMemoryConfig: OllamaMemoryConfig = { kvCacheType: 'f16', numParallel: 1, gpuOverheadBytes: 0 }

/** What is known of a model's size, and of where it runs. */
export interface MemorySetting {
  /** The sum of the model's layers on disk, which are what is loaded. */
  readonly sizeBytes: number | null
  /** Stand in for an unknown `sizeBytes`, as Ollama prints them: "8.0B" and "Q4_K_M". */
  readonly parameterSize?: string | null
  readonly quantizationLevel?: string | null
  readonly host: HostMemory | null
  readonly rules?: OllamaMemoryConfig
  /** Measurements of the same digest on this host. Default: none. */
  readonly observed?: readonly MemoryObservation[]
}

export interface MemoryInput extends MemorySetting {
  readonly architecture: Architecture
}

export interface EstimateInput extends MemorySetting {
  /** From `/api/show`, including per-layer arrays. */
  readonly modelInfo: JsonObject
  /** Version of Ollama; null if unknown. */
  readonly version: string | null
}

/**
 * A margin for what a model computes in, which no server tells before the load. About what Ollama itself sets aside on
 * each GPU: 457 MiB, on Metal 512. Source: `MinimumMemory` in ml/device.go of Ollama 0.24.
 */
const overheadPerGpu = 512 * 1024 ** 2
const firstContext = 2048

/**
 * What a model takes in memory at each context: powers of two from 2,048 up to the trained context, and that one.
 * Unknown values make it null, not 0; where they are missing altogether, there is no estimate.
 */
export function estimateMemory({ modelInfo, version, ...setting }: EstimateInput): MemoryEstimate {
  const input = { ...setting, architecture: readArchitecture(modelInfo, version) }
  const { layers, trainedContext } = input.architecture
  const { kvCacheType, slots } = cacheRules(input)
  const at = memoryCurve(input)
  const weights = weightsIn(input)
  const seen = new Set(credibleOf(input).map(({ context }) => context))
  return {
    weights_bytes: weights,
    kv_cache_bytes_per_token: layers && bytesPerToken(layers, kvCacheType),
    kv_cache_type: kvCacheType,
    num_parallel: slots,
    estimate:
      at && trainedContext !== null
        ? contextsUpTo(trainedContext).flatMap((context) => {
            const bytes = at(context)
            if (!Number.isSafeInteger(bytes)) return []
            return { context, bytes, fits: fitsIn(bytes, setting.host), observed: seen.has(context) }
          })
        : [],
  }
}

/** Bytes in memory at a context, which Ollama cuts to the trained one; null where a value that it takes is unknown. */
export function memoryAt(input: MemoryInput, context: number): number | null {
  const { trainedContext } = input.architecture
  const bytes = memoryCurve(input)?.(Math.min(context, trainedContext ?? context)) ?? null
  // Values that each may be can still make more together than any machine has.
  return Number.isSafeInteger(bytes) ? bytes : null
}

/**
 * The largest context among the powers of two from 2,048 up to the trained context (only that one where it is smaller)
 * whose memory is at most so many bytes; null where none is, or where a value that it takes is unknown. Contexts that
 * `num_ctx` may not be are none.
 */
export function largestContext(input: MemoryInput, bytes: number): number | null {
  const { trainedContext } = input.architecture
  const at = memoryCurve(input)
  if (!at || trainedContext === null) return null
  const contexts = powersUpTo(Math.min(trainedContext, contextBounds.maximum))
  const candidates = contexts.length > 0 ? contexts : [trainedContext]
  return candidates.findLast((context) => context >= contextBounds.minimum && at(context) <= bytes) ?? null
}

/**
 * Bytes at a context: the weights, the cache of every slot, a margin to compute in for each GPU, or for the processor
 * where there is none, and for each GPU what `OLLAMA_GPU_OVERHEAD` keeps free; then corrected by what was observed.
 */
function memoryCurve(input: MemoryInput): ((context: number) => number) | null {
  const { host, rules = defaultMemoryConfig } = input
  const { layers } = input.architecture
  const weights = weightsIn(input)
  if (!layers || weights === null) return null

  const cache = cacheRules(input)
  const gpus = host?.gpuCount ?? 1
  const overhead = overheadPerGpu * Math.max(1, gpus) + rules.gpuOverheadBytes * gpus
  const estimate = (context: number) => weights + cacheBytes(layers, context, cache) + overhead
  const corrected = correctByObserved(estimate, credibleOf(input), {
    weights,
    minGrowth: minBytesPerToken(layers, cache),
  })
  return (context) => Math.round(corrected(context))
}

/** The least that any server could be set up to keep: `OLLAMA_KV_CACHE_TYPE` is not known of one on another machine. */
const smallestCache: CacheRules = { kvCacheType: 'q4_0', slots: 1 }

/** They have a table of words for every layer, which stays on the disk. */
const leavesWeights: ReadonlySet<string> = new Set(['gemma3n', 'gemma4'])

function credibleOf(input: MemoryInput): readonly MemoryObservation[] {
  const { architecture, observed = [] } = input
  const weights = weightsIn(input)
  if (weights === null) return []
  return credible(observed, {
    weights,
    minCacheAt: (context) => cacheBytes(architecture.layers ?? [], context, smallestCache),
    leavesWeights: leavesWeights.has(architecture.name),
  })
}

function weightsIn({ sizeBytes, parameterSize, quantizationLevel }: MemorySetting): number | null {
  if (sizeBytes !== null) return sizeBytes
  return parameterSize && quantizationLevel ? weightsOf(parameterSize, quantizationLevel) : null
}

const cacheRules = ({ architecture, rules = defaultMemoryConfig }: MemoryInput): CacheRules => ({
  kvCacheType: cacheTypeOf(architecture.quantisedCache, rules.kvCacheType, rules.flashAttention),
  slots: architecture.oneSlot ? 1 : rules.numParallel,
})

function powersUpTo(trained: number): number[] {
  const contexts: number[] = []
  for (let context = firstContext; context <= trained; context *= 2) contexts.push(context)
  return contexts
}

const contextsUpTo = (trained: number): number[] => [...new Set([...powersUpTo(trained), trained])]

export type Fits = 'yes' | 'partly' | 'no' | null

/** Whether so much fits a host: its VRAM where it has a GPU, else its RAM; `partly` where it takes both. Null: not known. */
export function fitsIn(bytes: number, host: HostMemory | null): Fits {
  if (!host || host.ramBytes === null) return null
  const { vramBytes, ramBytes } = host
  if (vramBytes === null) return bytes <= ramBytes ? 'yes' : 'no'
  if (bytes <= vramBytes) return 'yes'
  return bytes <= vramBytes + ramBytes ? 'partly' : 'no'
}
