import type { JsonObject } from '../src/ollama/answers/json-value.ts'
import { modelInfo } from './model-info.ts'

/** What a server said that a model takes in memory, and what is needed to estimate it. */
export interface PublishedMemory {
  readonly model: string
  readonly info: JsonObject
  /** Of the manifest in Ollama's library: https://github.com/josh/ollama-models keeps them, one file a model. */
  readonly weights: number
  readonly context: number
  /** One of each where nothing is said. */
  readonly slots?: number
  readonly gpus?: number
  /** Of the server, where the source tells it. */
  readonly version?: string
  /** Exact where the source has bytes, else as `ollama ps` and the log print them: in GB and GiB. */
  readonly published: number
  readonly source: string
}

export const gigabyte = 1000 ** 3
export const gibibyte = 1024 ** 3
export const mebibyte = 1024 ** 2

export const issue = (number: number) => `https://github.com/ollama/ollama/issues/${number}`

// One person's answers of /api/ps on a Mac, July and August 2025 (Ollama 0.9 to 0.11), one slot.
export const onMac = (commit: string) => `https://github.com/attogram/ollama-bash-lib/blob/${commit}/demos/ps.md`

/** Layers alike, with as long keys as values, as config.json of the publisher has them. */
export const layers = (name: string, count: number, kvHeads: number, length = 128, more: JsonObject = {}) =>
  modelInfo(name, {
    block_count: count,
    'attention.head_count': kvHeads,
    'attention.head_count_kv': kvHeads,
    'attention.key_length': length,
    'attention.value_length': length,
    ...more,
  })

/** Gemma 4: five layers with a window, of heads of 256, then one that sees everything, of heads of 512. */
export const gemma4 = (count: number, heads: { sliding: number; whole: number }, window: number, shared = 0) =>
  modelInfo('gemma4', {
    block_count: count,
    'attention.head_count': 8,
    'attention.head_count_kv': Array.from({ length: count }, (_, layer) =>
      layer % 6 === 5 ? heads.whole : heads.sliding,
    ),
    'attention.key_length': 512,
    'attention.value_length': 512,
    'attention.key_length_swa': 256,
    'attention.value_length_swa': 256,
    'attention.sliding_window': window,
    'attention.sliding_window_pattern': Array.from({ length: count }, (_, layer) => layer % 6 !== 5),
    'attention.shared_kv_layers': shared,
  })

export const qwen3of8b = { model: 'qwen3:8b', info: layers('qwen3', 36, 8), weights: 5_225_388_164 }
export const mistralOf7b = { model: 'mistral:7b', info: layers('llama', 32, 8), weights: 4_372_824_384 }
export const smollmOf2b = {
  model: 'smollm2:1.7b',
  info: modelInfo('llama', {
    block_count: 24,
    embedding_length: 2048,
    context_length: 8192,
    'attention.head_count': 32,
  }),
  weights: 1_820_428_533,
}
