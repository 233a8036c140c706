import type { KvCacheType } from '@ollama-dashboard/contracts'

/** Layers that keep the same of every token. */
export interface CacheLayers {
  readonly count: number
  /** Numbers that one layer keeps of a token, keys and values together; their bytes are the cache type's. */
  readonly elementsPerToken: number
  /** How many tokens such a layer looks back; null: all of them. */
  readonly window: number | null
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
    (sum, { count, elementsPerToken, window }) => sum + count * elementsPerToken * cells(context, window),
    0,
  )
  return elements * bytesPerElement[kvCacheType] * slots
}

/** Bytes that one more token takes at least, in all slots: the layers without a window go on growing. */
export const leastBytesPerToken = (layers: readonly CacheLayers[], { kvCacheType, slots }: CacheRules): number =>
  bytesPerToken(
    layers.filter(({ window }) => window === null),
    kvCacheType,
  ) * slots

/** `num_batch` as Ollama is without settings. */
const batch = 512

/**
 * A window holds the batch that is being read besides, in steps of 256. Source: `llama_kv_cache_iswa` of llama.cpp.
 * Ollama's own engine, up to 0.24, did the same without the steps, and kept 4,096 tokens of gpt-oss and gemma4.
 */
const cells = (context: number, window: number | null): number =>
  window === null ? context : Math.min(context, Math.ceil((window + batch) / 256) * 256)
