import type { KvCacheType, MemoryEstimate } from '@ollama-dashboard/contracts'
import { numberOf } from './json-value.ts'

/** What models may use on a host, bytes; `vramBytes` is null where there is no GPU whose memory can be read. */
export interface HostMemory {
  readonly vramBytes: number | null
  readonly ramBytes: number | null
  readonly gpuCount: number
}

/** What Ollama's own environment says of memory. Ollama tells none of it, so it is the dashboard's that is read. */
export interface MemoryRules {
  /** `OLLAMA_KV_CACHE_TYPE`. */
  readonly kvCacheType: KvCacheType
  /** `OLLAMA_NUM_PARALLEL`. */
  readonly numParallel: number
  /** `OLLAMA_GPU_OVERHEAD`, bytes for each GPU. */
  readonly gpuOverheadBytes: number
}

/** As Ollama is without settings. */
export const usualMemoryRules: MemoryRules = { kvCacheType: 'f16', numParallel: 1, gpuOverheadBytes: 0 }

/** What a model took in memory here at a context. */
export interface MemoryObservation {
  readonly context: number
  readonly bytes: number
}

export interface EstimateInput {
  /** Of `/api/show`; with per-layer arrays where the model has them. */
  readonly modelInfo: Readonly<Record<string, unknown>>
  /** The sum of the model's layers on disk, which are what is loaded. */
  readonly sizeBytes: number | null
  readonly host: HostMemory | null
  readonly rules?: MemoryRules
  /** Of the same digest on this host; none when absent. */
  readonly observed?: readonly MemoryObservation[]
}

const bytesPerElement = 2
const overheadPerGpu = 512 * 1024 ** 2
const firstContext = 2048

/** One layer's part: bytes of keys and values for each token, and the tokens it looks back at most. */
interface Layer {
  readonly bytesPerToken: number
  readonly window: number | null
}

/**
 * What a model takes in memory at each context: its weights, and of every layer `kv_heads × (key_length +
 * value_length) × 2` bytes (f16) a token, of a sliding-window layer for `min(context, window)` tokens, and 512 MiB for
 * each GPU. Powers of two from 2,048 up to the trained context, and that one. Unknown values make it null, not 0.
 * Source: server/memory of Ollama and llama.cpp's KV cache; values as GGUF names them.
 */
export function estimateMemory({
  modelInfo,
  sizeBytes,
  host,
  rules = usualMemoryRules,
}: EstimateInput): MemoryEstimate {
  const layers = layersOf(modelInfo)
  const trained = trainedContext(modelInfo)
  const perToken = layers?.reduce((sum, { bytesPerToken }) => sum + bytesPerToken, 0) ?? null
  const estimate =
    layers && sizeBytes !== null && trained !== null
      ? contextsUpTo(trained).map((context) => {
          const bytes = Math.round(
            sizeBytes + cacheBytes(layers, context) + overheadPerGpu * Math.max(1, host?.gpuCount ?? 1),
          )
          return { context, bytes, fits: fitsIn(bytes, host), observed: false }
        })
      : []
  return {
    weights_bytes: sizeBytes,
    kv_cache_bytes_per_token: perToken,
    kv_cache_type: rules.kvCacheType,
    num_parallel: rules.numParallel,
    estimate,
  }
}

function trainedContext(info: EstimateInput['modelInfo']): number | null {
  const architecture = info['general.architecture']
  return numberOf(info[`${String(architecture)}.context_length`])
}

function contextsUpTo(trained: number): number[] {
  const contexts: number[] = []
  for (let context = firstContext; context < trained; context *= 2) contexts.push(context)
  return [...contexts, trained]
}

const cacheBytes = (layers: readonly Layer[], context: number): number =>
  layers.reduce((sum, { bytesPerToken, window }) => sum + bytesPerToken * Math.min(context, window ?? context), 0)

/** Models that only embed read their text at once and keep no cache. */
const withoutCache = /bert|^t5encoder$/

function layersOf(info: EstimateInput['modelInfo']): Layer[] | null {
  const architecture = String(info['general.architecture'])
  const value = (name: string) => info[`${architecture}.${name}`]
  const blocks = numberOf(value('block_count'))
  if (blocks === null) return null
  if (withoutCache.test(architecture)) return []

  const heads = perLayer(value('attention.head_count'), blocks)
  const kvHeads = perLayer(value('attention.head_count_kv'), blocks) ?? heads
  const headCount = heads && Math.max(...heads)
  const embedding = numberOf(value('embedding_length'))
  const headLength = embedding !== null && headCount ? embedding / headCount : null
  const keyLength = numberOf(value('attention.key_length')) ?? headLength
  const valueLength = numberOf(value('attention.value_length')) ?? headLength
  if (!kvHeads || keyLength === null || valueLength === null) return null

  const slides = slidingLayers(architecture, value('attention.sliding_window_pattern'), blocks)
  const window = numberOf(value('attention.sliding_window'))
  return kvHeads.map((count, layer) => ({
    bytesPerToken: count * (keyLength + valueLength) * bytesPerElement,
    window: window !== null && window > 0 && slides(layer) ? window : null,
  }))
}

/** A number means the same for every layer; newer hybrids give one for each. */
function perLayer(value: unknown, blocks: number): number[] | null {
  const same = numberOf(value)
  if (same !== null) return Array<number>(blocks).fill(same)
  const each = Array.isArray(value) ? value.map(numberOf) : []
  return each.length === blocks && each.every((count) => count !== null) ? each : null
}

/** Every n-th layer sees the whole context, the others slide. Sources: the model code of Ollama, and the models' own papers. */
const wholeEvery: Readonly<Record<string, number>> = {
  gemma2: 2,
  gemma3: 6,
  gemma3n: 5,
  gptoss: 2,
  'gpt-oss': 2,
  cohere2: 4,
}

function slidingLayers(architecture: string, pattern: unknown, blocks: number): (layer: number) => boolean {
  if (Array.isArray(pattern) && pattern.length === blocks)
    return (layer) => pattern[layer] === true || pattern[layer] === 1
  const every = numberOf(pattern) ?? wholeEvery[architecture]
  // Where nothing tells which layers slide, all are taken as whole: an estimate that is too high does no harm.
  return every ? (layer) => (layer + 1) % every !== 0 : () => false
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
