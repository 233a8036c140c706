import { contextBounds, type KvCacheType, type MemoryEstimate } from '@ollama-dashboard/contracts'
import { contextsThatFit, fitsIn, type HeldMemory, type HostMemory, type MemoryCurve } from './host-memory.ts'
import { type CacheRules, cacheBytes, minBytesPerToken } from './kv-cache.ts'
import { correctByObserved, credible, type MemoryObservation } from './observed-memory.ts'
import { weightsOf } from './parameter-size.ts'
import { cacheTypeOf } from './quantised-cache.ts'
import type { Architecture } from './read-architecture.ts'

export type { MemoryObservation }

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

/** All that the memory of a model at a context follows from. */
export interface MemoryInput {
  readonly architecture: Architecture
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

/**
 * A margin for what a model computes in, which no server tells before the load. About what Ollama itself sets aside on
 * each GPU: 457 MiB, on Metal 512. Source: `MinimumMemory` in ml/device.go of Ollama 0.24.
 */
const overheadPerGpu = 512 * 1024 ** 2
const firstContext = 2048

/**
 * What a model takes in memory at each context: powers of two from 2,048 up to the trained context, and that one; and how
 * long a context fits its host, alone and beside `others`, the other models that are loaded. Unknown values make it null,
 * not 0; where they are missing altogether, there is no estimate.
 */
export function estimateMemory(input: MemoryInput, others: HeldMemory = { vramBytes: 0, ramBytes: 0 }): MemoryEstimate {
  const { host } = input
  const { layers, trainedContext } = input.architecture
  const { kvCacheType, slots } = cacheRules(input)
  const at = memoryCurve(input)
  const seen = new Set(credibleOf(input).map(({ context }) => context))
  return {
    weights_bytes: weightsIn(input),
    kv_cache_bytes_per_token: layers && minBytesPerToken(layers, { kvCacheType, slots: 1 }),
    kv_cache_type: kvCacheType,
    num_parallel: slots,
    host: at && trainedContext !== null ? contextsThatFit(at, trainedContext, host, others) : null,
    estimate:
      at && trainedContext !== null
        ? contextsUpTo(trainedContext).flatMap((context) => {
            const bytes = at(context)
            if (!Number.isSafeInteger(bytes)) return []
            return { context, bytes, fits: fitsIn(bytes, host), observed: seen.has(context) }
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
function memoryCurve(input: MemoryInput): MemoryCurve | null {
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

/** Before a model is here nothing tells its layers: a tenth of its size for a short context, and the margin to compute in. */
export const memoryBeforePull = (sizeBytes: number): number => sizeBytes * 1.1 + overheadPerGpu

function weightsIn({ sizeBytes, parameterSize, quantizationLevel }: MemoryInput): number | null {
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
