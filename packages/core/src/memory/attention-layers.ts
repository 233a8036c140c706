import { type JsonObject, smallCountOf } from '../ollama/answers/json-value.ts'
import type { Engine } from './engine.ts'
import type { CacheLayers } from './kv-cache.ts'

type CacheLayer = Omit<CacheLayers, 'count'>

/**
 * What each layer of a model keeps of its text; null where a value that tells it is missing. A layer that keeps nothing
 * has no elements. Keys as GGUF names them; what they mean is as llama.cpp reads them (`llama_hparams`, and its loaders
 * of each architecture), which Ollama runs since 0.30. Its own engine followed the same rules, but for what is said below.
 */
export function attentionLayers(info: JsonObject, architecture: string, engine: Engine): readonly CacheLayer[] | null {
  const value = (name: string) => info[`${architecture}.${name}`]
  const number = (name: string) => smallCountOf(value(name))
  const blocks = number('block_count')
  // A file that says what cannot be says nothing of the rest either.
  if (!blocks || blocks > maxLayers || singleValues.some((name) => isImpossible(value(name)))) return null
  if ((number('attention.shared_kv_layers') ?? 0) > blocks || number('full_attention_interval') === 0) return null

  const heads = perLayer(value('attention.head_count'), blocks)
  // An array that was not asked for is null, which is not the same as a value that the model lacks.
  const given = value('attention.head_count_kv')
  const kvHeads = given === undefined ? heads : perLayer(given, blocks)
  const headCount = heads && Math.max(...heads)
  const embedding = number('embedding_length')
  const headLength = embedding !== null && headCount ? embedding / headCount : null
  const keyLength = number('attention.key_length') ?? headLength
  const valueLength = number('attention.value_length') ?? headLength
  if (!kvHeads || keyLength === null || valueLength === null) return null

  const length = keyLength + valueLength
  const slidingLength =
    (number('attention.key_length_swa') ?? keyLength) + (number('attention.value_length_swa') ?? valueLength)
  const slides = slidingLayers(architecture, value('attention.sliding_window_pattern'), blocks)
  const window = windowOf(architecture, number, engine)
  const sharing = engine === 'own' ? { sharesBatch: true } : {}
  const latent = latentLength(number, engine)
  const attends = attendingLayers(architecture, blocks, number)
  // The last layers of Gemma 3n and 4 read what earlier ones keep.
  const keeping = blocks - (number('attention.shared_kv_layers') ?? 0)

  return kvHeads.slice(0, keeping).map((count, layer) => {
    if (!attends(layer)) return { elementsPerToken: 0, window: null }
    if (latent !== null) return { elementsPerToken: latent, window: null }
    return window !== null && slides(layer)
      ? { elementsPerToken: count * slidingLength, window, ...sharing }
      : { elementsPerToken: count * length, window: null }
  })
}

type NumberAt = (name: string) => number | null

/** The largest models have some 130; every layer costs time here, so that a file cannot ask for any number of them. */
export const maxLayers = 1024

/** Values that are one number for the whole model; each may be missing. */
const singleValues = [
  'embedding_length',
  'full_attention_interval',
  'nextn_predict_layers',
  'rope.dimension_count',
  'attention.chunk_size',
  'attention.key_length',
  'attention.key_length_mla',
  'attention.key_length_swa',
  'attention.kv_lora_rank',
  'attention.shared_kv_layers',
  'attention.sliding_window',
  'attention.value_length',
  'attention.value_length_swa',
]

const isImpossible = (value: unknown): boolean => value != null && !Array.isArray(value) && smallCountOf(value) === null

/** A number means the same for every layer; newer hybrids give one for each, 0 where a layer is recurrent. */
function perLayer(value: unknown, blocks: number): number[] | null {
  const same = smallCountOf(value)
  if (same !== null) return Array<number>(blocks).fill(same)
  if (!Array.isArray(value) || value.length !== blocks) return null
  const each = value.map(smallCountOf)
  return each.every((count) => count !== null) ? each : null
}

/** Every n-th layer sees the whole context, the others slide; newer models say so themselves. */
const wholeEvery: Readonly<Record<string, number>> = {
  afmoe: 4,
  cohere2: 4,
  exaone4: 4,
  gemma2: 2,
  gemma3: 6,
  gemma3n: 5,
  'gpt-oss': 2,
  gptoss: 2,
  llama4: 4,
  olmo2: 4,
  olmo3: 4,
}

function slidingLayers(architecture: string, pattern: unknown, blocks: number): (layer: number) => boolean {
  if (Array.isArray(pattern) && pattern.length === blocks)
    return (layer) => pattern[layer] === true || pattern[layer] === 1
  const every = smallCountOf(pattern) ?? wholeEvery[architecture]
  // Where nothing tells which layers slide, as with phi3, llama.cpp lets none of them slide.
  return every ? (layer) => (layer + 1) % every !== 0 : () => false
}

/** Tokens that a layer with a window keeps; null where it keeps them all. */
function windowOf(architecture: string, number: NumberAt, engine: Engine): number | null {
  // Ollama's own engine cut nothing off chunks: `NewChunkedAttentionCache` in kvcache/causal.go of 0.24.
  if (engine === 'own' && architecture === 'llama4') return null
  // Llama 4 looks at chunks, not through a window, and llama.cpp knows their length where the file does not tell.
  const chunk = architecture === 'llama4' ? (number('attention.chunk_size') ?? 8192) : null
  const window = number('attention.sliding_window') ?? chunk
  if (window === null || window <= 0) return null
  return engine === 'own' && keepsMore.has(architecture) ? Math.max(window, keptOfMore) : window
}

/** Ollama's own engine kept more than the window of these: `NewSWAMemCache` in their files in model/models of 0.24. */
const keepsMore = new Set(['gemma4', 'gpt-oss', 'gptoss'])
const keptOfMore = 4096

/**
 * DeepSeek's latent attention keeps one compressed vector and the rotated part of the key, for all heads at once and
 * for keys and values alike (https://github.com/ggml-org/llama.cpp/pull/19067). Files made before llama.cpp knew it
 * lack the key and keep every head. Up to 0.24 the compressed part was kept twice, among the keys and as values
 * (`Attention.Forward` in model/models/deepseek2 and glm4moelite).
 */
function latentLength(number: NumberAt, engine: Engine): number | null {
  const rank = number('attention.kv_lora_rank')
  const rotated = number('rope.dimension_count')
  if (number('attention.key_length_mla') === null || rank === null || rotated === null) return null
  return rank + rotated + (engine === 'llama-server' ? 0 : rank)
}

/** Layers that look back at all: the others are recurrent, with a state of a fixed few megabytes, or look at pictures. */
function attendingLayers(architecture: string, blocks: number, number: NumberAt): (layer: number) => boolean {
  // Llama 3.2 Vision, meta-llama/Llama-3.2-11B-Vision config.json: cross_attention_layers 3, 8, 13, …
  if (architecture === 'mllama') return (layer) => (layer + 2) % 5 !== 0
  const every = number('full_attention_interval') ?? (/^qwen3(?:next|5)/.test(architecture) ? 4 : 1)
  // Layers that guess the tokens after next stand at the end and look back, whatever the others do.
  const firstGuessing = blocks - (number('nextn_predict_layers') ?? 0)
  return (layer) => (layer + 1) % every === 0 || layer >= firstGuessing
}
