import type { KvCacheType } from '@ollama-dashboard/contracts'
import { type JsonObject, smallCountOf } from '../ollama/answers/json-value.ts'
import { maxLayers } from './attention-layers.ts'
import type { Engine } from './engine.ts'

/** When Ollama does for a model what `OLLAMA_KV_CACHE_TYPE` says; otherwise it keeps f16, and tells its log alone. */
export type QuantisedCache = 'always' | 'unless flash attention is off' | 'when flash attention is on' | 'never'

/**
 * Since 0.30 llama-server is given the type as it is. Before that it took flash attention, which few models had unless
 * `OLLAMA_FLASH_ATTENTION` said so, and some never. Source: `NewLlamaServer` in llm/server.go of Ollama 0.24.
 */
export function quantisedCache(info: JsonObject, architecture: string, engine: Engine): QuantisedCache {
  if (engine === 'llama-server') return 'always'
  if (!maySpeedUp(info, architecture)) return 'never'
  return engine === 'own' && spedUp.has(architecture) ? 'unless flash attention is off' : 'when flash attention is on'
}

/** The type that is in force. `flashAttention` is `OLLAMA_FLASH_ATTENTION`, undefined where it is not set. */
export function cacheTypeOf(quantised: QuantisedCache, said: KvCacheType, flashAttention?: boolean): KvCacheType {
  const isDone = {
    always: true,
    'unless flash attention is off': flashAttention !== false,
    'when flash attention is on': flashAttention === true,
    never: false,
  }
  return isDone[quantised] ? said : 'f16'
}

/** Whether flash attention can be had at all. Source: `SupportsFlashAttention` in fs/ggml/ggml.go of Ollama 0.24. */
function maySpeedUp(info: JsonObject, architecture: string): boolean {
  const value = (name: string) => info[`${architecture}.${name}`]
  if (value('pooling_type') !== undefined) return false
  if (architecture === 'gemma2' || architecture === 'grok') return false
  if (/^qwen3(?:5|5moe|next)$/.test(architecture)) return true
  const heads = [value('attention.head_count')]
    .flat()
    .slice(0, maxLayers)
    .flatMap((count) => smallCountOf(count) ?? [])
  const usual = (smallCountOf(value('embedding_length')) ?? 0) / Math.min(...heads)
  const length = (name: string) => smallCountOf(value(name)) ?? usual
  return length('attention.key_length') === length('attention.value_length')
}

/** With flash attention unless it is turned off. Source: `FlashAttention` in fs/ggml/ggml.go of Ollama 0.24. */
const spedUp = new Set([
  'bert',
  'gemma3',
  'gemma4',
  'glm4moelite',
  'glmocr',
  'gpt-oss',
  'gptoss',
  'lfm2',
  'lfm2moe',
  'mistral3',
  'nemotron_h',
  'nemotron_h_moe',
  'nemotron_h_omni',
  'olmo3',
  'qwen3',
  'qwen35',
  'qwen35moe',
  'qwen3moe',
  'qwen3next',
  'qwen3vl',
  'qwen3vlmoe',
])
