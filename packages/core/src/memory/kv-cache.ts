import type { KvCacheType } from '@ollama-dashboard/contracts'

/** Layers that keep the same of every token. */
export interface CacheLayers {
  readonly count: number
  /** Numbers that one layer keeps of a token, keys and values together; their bytes are the cache type's. */
  readonly elementsPerToken: number
  /** How many tokens such a layer keeps to look back at; null: all of them. */
  readonly window: number | null
  /** All slots read into one batch. */
  readonly sharesBatch?: boolean
}

/** What is kept of a text, and for how many prompts at once. */
export interface CacheRules {
  /** `OLLAMA_KV_CACHE_TYPE`. */
  readonly kvCacheType: KvCacheType
  /** Slots, each with a cache of its own. */
  readonly slots: number
}

/** Blocks of 32 numbers with a scale of two bytes where they are quantised. Source: ggml's `block_q8_0` and `block_q4_0`. */
const bytesPerElement: Readonly<Record<KvCacheType, number>> = { f16: 2, q8_0: 34 / 32, q4_0: 18 / 32 }

/** Bytes that one more token takes in one slot while no window is full. */
export const bytesPerToken = (layers: readonly CacheLayers[], type: KvCacheType): number =>
  layers.reduce((sum, { count, elementsPerToken }) => sum + count * elementsPerToken, 0) * bytesPerElement[type]

/** Bytes of the keys and values of all slots, each of them with so many tokens of context. */
export function cacheBytes(
  layers: readonly CacheLayers[],
  context: number,
  { kvCacheType, slots }: CacheRules,
): number {
  const elements = layers.reduce(
    (sum, layer) => sum + layer.count * layer.elementsPerToken * cells(layer, context, slots),
    0,
  )
  return elements * bytesPerElement[kvCacheType]
}

/** Bytes that one more token takes at least, in all slots: the layers without a window go on growing. */
export const minBytesPerToken = (layers: readonly CacheLayers[], { kvCacheType, slots }: CacheRules): number =>
  bytesPerToken(
    layers.filter(({ window }) => window === null),
    kvCacheType,
  ) * slots

/** `num_batch` as Ollama is without settings. */
const batch = 512

/**
 * Tokens that a layer has room for, in all slots. A window holds the batch that is being read besides, in steps of 256.
 * Sources: `llama_kv_cache_iswa` of llama.cpp, and for one batch of all slots `Causal.Init` in kvcache/causal.go of
 * Ollama 0.24.
 */
function cells({ window, sharesBatch = false }: CacheLayers, context: number, slots: number): number {
  if (window === null || window >= context) return context * slots
  return sharesBatch ? inSteps(window * slots + batch) : Math.min(context, inSteps(window + batch)) * slots
}

const inSteps = (tokens: number): number => Math.ceil(tokens / 256) * 256
