import { glm47Flash, gptOss, llama31, modelInfo } from './model-info.ts'

/** A hybrid's heads: so many at the layers that look back, and none at the others. */
const headsAt = (blocks: number, heads: number, layers: readonly number[]) =>
  Array.from({ length: blocks }, (_, layer) => (layers.includes(layer) ? heads : 0))

/**
 * Models, their `model_info` and what a token takes in their cache, in bytes.
 *
 * Values of the config.json that each publisher ships with the model, under the names that GGUF gives them. A token
 * takes layers × KV heads × (key + value length) × 2 bytes, of the layers that look back.
 */
export const cacheOfArchitectures: readonly [string, Record<string, unknown>, number][] = [
  ['llama3.1:8b', llama31, 32 * 8 * 256 * 2],
  // Qwen/Qwen3-14B: 40 layers, 8 KV heads of 128.
  [
    'qwen3:14b',
    modelInfo('qwen3', {
      block_count: 40,
      embedding_length: 5120,
      context_length: 40_960,
      'attention.head_count': 40,
      'attention.head_count_kv': 8,
      'attention.key_length': 128,
      'attention.value_length': 128,
    }),
    40 * 8 * 256 * 2,
  ],
  // Qwen/Qwen3-30B-A3B: 48 layers, 4 KV heads of 128, while 2048 / 32 heads would make 64.
  [
    'qwen3:30b',
    modelInfo('qwen3moe', {
      block_count: 48,
      embedding_length: 2048,
      context_length: 262_144,
      'attention.head_count': 32,
      'attention.head_count_kv': 4,
      'attention.key_length': 128,
      'attention.value_length': 128,
    }),
    48 * 4 * 256 * 2,
  ],
  // deepseek-ai/DeepSeek-R1-0528-Qwen3-8B, the distill behind deepseek-r1:8b: Qwen3 8B's 36 layers, 8 KV heads of 128.
  [
    'deepseek-r1:8b',
    modelInfo('qwen3', {
      block_count: 36,
      embedding_length: 4096,
      context_length: 131_072,
      'attention.head_count': 32,
      'attention.head_count_kv': 8,
      'attention.key_length': 128,
      'attention.value_length': 128,
    }),
    36 * 8 * 256 * 2,
  ],
  // mistralai/Mistral-7B-v0.3: 32 layers, 8 KV heads of 128.
  [
    'mistral:7b',
    modelInfo('llama', {
      block_count: 32,
      embedding_length: 4096,
      context_length: 32_768,
      'attention.head_count': 32,
      'attention.head_count_kv': 8,
    }),
    32 * 8 * 256 * 2,
  ],
  // microsoft/phi-4: 40 layers, 10 KV heads of 128.
  [
    'phi4:14b',
    modelInfo('phi3', {
      block_count: 40,
      embedding_length: 5120,
      context_length: 16_384,
      'attention.head_count': 40,
      'attention.head_count_kv': 10,
      'attention.sliding_window': 0,
    }),
    40 * 10 * 256 * 2,
  ],
  // microsoft/Phi-4-mini-instruct: 32 layers, 8 KV heads of 128; its window of 262,144 is one that llama.cpp leaves alone.
  [
    'phi4-mini:3.8b',
    modelInfo('phi3', {
      block_count: 32,
      embedding_length: 3072,
      context_length: 131_072,
      'attention.head_count': 24,
      'attention.head_count_kv': 8,
      'attention.sliding_window': 262_144,
    }),
    32 * 8 * 256 * 2,
  ],
  ['gpt-oss:20b', modelInfo('gptoss', gptOss), 24 * 8 * 128 * 2],
  // deepseek-ai/DeepSeek-V2-Lite: 27 layers, 16 heads, keys of 128 + 64, values of 128; converted without latent attention.
  [
    'deepseek-v2:16b',
    modelInfo('deepseek2', {
      block_count: 27,
      embedding_length: 2048,
      context_length: 163_840,
      'attention.head_count': 16,
      'attention.head_count_kv': 16,
      'attention.key_length': 192,
      'attention.value_length': 128,
      'attention.kv_lora_rank': 512,
      'rope.dimension_count': 64,
    }),
    27 * 16 * (192 + 128) * 2,
  ],
  ['hf.co/unsloth/GLM-4.7-Flash-GGUF', modelInfo('deepseek2', glm47Flash), 47 * (512 + 64) * 2],
  // The same model under the name that Ollama's library gave it first, with the heads counted one by one.
  [
    'glm-4.7-flash',
    modelInfo('glm4moelite', {
      block_count: 47,
      embedding_length: 2048,
      context_length: 202_752,
      'attention.head_count': 20,
      'attention.head_count_kv': 20,
      'attention.key_length': 256,
      'attention.key_length_mla': 576,
      'attention.value_length': 256,
      'attention.value_length_mla': 512,
      'attention.kv_lora_rank': 512,
      'rope.dimension_count': 64,
    }),
    47 * (512 + 64) * 2,
  ],
  // Qwen/Qwen3-Next-80B-A3B-Instruct: 48 layers of which every fourth attends, 2 KV heads of 256.
  [
    'qwen3-next:80b',
    modelInfo('qwen3next', {
      block_count: 48,
      embedding_length: 2048,
      context_length: 262_144,
      'attention.head_count': 16,
      'attention.head_count_kv': 2,
      'attention.key_length': 256,
      'attention.value_length': 256,
    }),
    12 * 2 * 512 * 2,
  ],
  // As Ollama shows it; at 262,144 tokens its log gave the cache 16,384 MiB, and 1,024 MiB more for the layer that guesses
  // ahead: https://github.com/jraesly/reimagined-guacamole, the tests of internal/model.
  [
    'qwen3.8:27b',
    modelInfo('qwen35', {
      block_count: 65,
      embedding_length: 5120,
      context_length: 262_144,
      full_attention_interval: 4,
      nextn_predict_layers: 1,
      'attention.head_count': 24,
      'attention.head_count_kv': 4,
      'attention.key_length': 256,
      'attention.value_length': 256,
    }),
    ((16_384 + 1024) * 1024 ** 2) / 262_144,
  ],
  // nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B: 52 layers of which 6 attend (`*` in hybrid_override_pattern), 2 KV heads of 128.
  [
    'nemotron-3-nano:30b',
    modelInfo('nemotron_h_moe', {
      block_count: 52,
      embedding_length: 2688,
      context_length: 1_048_576,
      'attention.head_count': 32,
      'attention.head_count_kv': headsAt(52, 2, [5, 12, 19, 26, 33, 42]),
      'attention.key_length': 128,
      'attention.value_length': 128,
    }),
    6 * 2 * 256 * 2,
  ],
  // ibm-granite/granite-4.0-h-1b: 40 layers of which 4 attend, 4 KV heads of 128.
  [
    'granite4:1b-h',
    modelInfo('granitehybrid', {
      block_count: 40,
      embedding_length: 1536,
      context_length: 131_072,
      'attention.head_count': 12,
      'attention.head_count_kv': headsAt(40, 4, [5, 15, 25, 35]),
    }),
    4 * 4 * 256 * 2,
  ],
  // google/gemma-3n-E2B-it: 30 layers, the last 10 read what earlier ones keep; 2 KV heads of 256.
  [
    'gemma3n:e2b',
    modelInfo('gemma3n', {
      block_count: 30,
      embedding_length: 2048,
      context_length: 32_768,
      'attention.head_count': 8,
      'attention.head_count_kv': 2,
      'attention.sliding_window': 512,
      'attention.shared_kv_layers': 10,
    }),
    20 * 2 * 512 * 2,
  ],
  // meta-llama/Llama-3.2-11B-Vision: 40 layers, 8 of which look at the picture only; 8 KV heads of 128.
  [
    'llama3.2-vision:11b',
    modelInfo('mllama', {
      block_count: 40,
      embedding_length: 4096,
      context_length: 131_072,
      'attention.head_count': 32,
      'attention.head_count_kv': 8,
    }),
    32 * 8 * 256 * 2,
  ],
  // Qwen/Qwen3-Embedding-0.6B is a decoder: 28 layers, 8 KV heads of 128.
  [
    'qwen3-embedding:0.6b',
    modelInfo('qwen3', {
      block_count: 28,
      embedding_length: 1024,
      context_length: 32_768,
      pooling_type: 3,
      'attention.head_count': 16,
      'attention.head_count_kv': 8,
      'attention.key_length': 128,
      'attention.value_length': 128,
    }),
    28 * 8 * 256 * 2,
  ],
  // nomic-ai/nomic-embed-text-v1.5: 12 layers of 12 heads, but it reads the text at once.
  [
    'nomic-embed-text',
    modelInfo('nomic-bert', {
      block_count: 12,
      embedding_length: 768,
      context_length: 2048,
      pooling_type: 1,
      'attention.head_count': 12,
    }),
    0,
  ],
  // google/embeddinggemma-300m: 24 layers, bidirectional.
  [
    'embeddinggemma',
    modelInfo('gemma3', {
      block_count: 24,
      embedding_length: 768,
      context_length: 2048,
      pooling_type: 1,
      'attention.head_count': 3,
      'attention.head_count_kv': 1,
      'attention.key_length': 256,
      'attention.value_length': 256,
      'attention.sliding_window': 512,
    }),
    0,
  ],
]
