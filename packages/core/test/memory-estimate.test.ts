import { describe, expect, test } from 'vitest'
import { estimateMemory } from '../src/ollama/memory-estimate.ts'

const gibibyte = 1024 ** 3
const host = { vramBytes: 24 * gibibyte, ramBytes: 64 * gibibyte, gpuCount: 1 }

const info = (architecture: string, values: Record<string, unknown>) => ({
  'general.architecture': architecture,
  ...Object.fromEntries(Object.entries(values).map(([key, value]) => [`${architecture}.${key}`, value])),
})

// Values of the config.json that each publisher ships with the model; one token is layers × 2 × kv_heads × head_dim × 2 bytes.
describe.each([
  // Llama 3.1 8B, meta-llama/Llama-3.1-8B: 32 layers, 8 KV heads of 128.
  [
    'llama3.1:8b',
    info('llama', {
      block_count: 32,
      embedding_length: 4096,
      context_length: 131_072,
      'attention.head_count': 32,
      'attention.head_count_kv': 8,
    }),
    131_072,
  ],
  // Qwen3 14B, Qwen/Qwen3-14B: 40 layers, 8 KV heads of 128, though 5120 / 40 heads would make 128 as well.
  [
    'qwen3:14b',
    info('qwen3', {
      block_count: 40,
      embedding_length: 5120,
      context_length: 40_960,
      'attention.head_count': 40,
      'attention.head_count_kv': 8,
      'attention.key_length': 128,
      'attention.value_length': 128,
    }),
    163_840,
  ],
  // Mistral 7B v0.3, mistralai/Mistral-7B-v0.3: 32 layers, 8 KV heads of 128.
  [
    'mistral:7b',
    info('llama', {
      block_count: 32,
      embedding_length: 4096,
      context_length: 32_768,
      'attention.head_count': 32,
      'attention.head_count_kv': 8,
    }),
    131_072,
  ],
  // Qwen3 30B-A3B, Qwen/Qwen3-30B-A3B: 48 layers, 4 KV heads of 128, while 2048 / 32 heads would make 64.
  [
    'qwen3:30b',
    info('qwen3moe', {
      block_count: 48,
      embedding_length: 2048,
      context_length: 262_144,
      'attention.head_count': 32,
      'attention.head_count_kv': 4,
      'attention.key_length': 128,
      'attention.value_length': 128,
    }),
    98_304,
  ],
])('%s', (_, modelInfo, perToken) => {
  test('takes as much for a token as its architecture says', () => {
    expect(estimateMemory({ modelInfo, sizeBytes: 5e9, host }).kv_cache_bytes_per_token).toBe(perToken)
  })
})

const llama = info('llama', {
  block_count: 32,
  embedding_length: 4096,
  context_length: 131_072,
  'attention.head_count': 32,
  'attention.head_count_kv': 8,
})

test('the estimate is weights, cache and 512 MiB, at powers of two up to the trained context', () => {
  const { estimate } = estimateMemory({ modelInfo: llama, sizeBytes: 5_000_000_000, host })
  expect(estimate.map(({ context }) => context)).toEqual([2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072])
  expect(estimate[3]?.bytes).toBe(5_000_000_000 + 16_384 * 131_072 + 512 * 1024 ** 2)
})

test('a trained context that is no power of two stands at the end', () => {
  const modelInfo = { ...llama, 'llama.context_length': 40_960 }
  expect(
    estimateMemory({ modelInfo, sizeBytes: 1, host })
      .estimate.map(({ context }) => context)
      .slice(-2),
  ).toEqual([32_768, 40_960])
  expect(
    estimateMemory({ modelInfo: { ...llama, 'llama.context_length': 512 }, sizeBytes: 1, host }).estimate,
  ).toHaveLength(1)
})

test('sliding-window layers stop growing at their window', () => {
  // Gemma 3 12B, google/gemma-3-12b-it: 48 layers, 8 KV heads of 256, window 1024, every sixth layer sees everything.
  const modelInfo = info('gemma3', {
    block_count: 48,
    embedding_length: 3840,
    context_length: 131_072,
    'attention.head_count': 16,
    'attention.head_count_kv': 8,
    'attention.key_length': 256,
    'attention.value_length': 256,
    'attention.sliding_window': 1024,
  })
  const { estimate } = estimateMemory({ modelInfo, sizeBytes: 0, host })
  const layer = 8 * 512 * 2
  expect(estimate.at(-1)?.bytes).toBe(8 * layer * 131_072 + 40 * layer * 1024 + 512 * 1024 ** 2)
})

test('layers that differ are counted one by one', () => {
  const modelInfo = { ...llama, 'llama.block_count': 4, 'llama.attention.head_count_kv': [0, 8, 0, 8] }
  expect(estimateMemory({ modelInfo, sizeBytes: 0, host }).kv_cache_bytes_per_token).toBe(2 * 8 * 256 * 2)
})

test('an embedding model keeps no cache', () => {
  // nomic-embed-text v1.5, nomic-ai/nomic-embed-text-v1.5: 12 layers, trained for 2,048 tokens.
  const modelInfo = info('nomic-bert', {
    block_count: 12,
    embedding_length: 768,
    context_length: 2048,
    'attention.head_count': 12,
  })
  expect(estimateMemory({ modelInfo, sizeBytes: 274_302_450, host })).toEqual({
    weights_bytes: 274_302_450,
    kv_cache_bytes_per_token: 0,
    estimate: [{ context: 2048, bytes: 274_302_450 + 512 * 1024 ** 2, fits: 'yes' }],
  })
})

test.each([
  [6e9, 'yes'],
  [24 * gibibyte, 'partly'],
  [100 * gibibyte, 'no'],
] as const)('%d bytes of weights fit 24 GiB of VRAM: %s', (sizeBytes, fits) => {
  expect(estimateMemory({ modelInfo: llama, sizeBytes, host }).estimate[0]?.fits).toBe(fits)
})

test('without a GPU it is the RAM that counts, and an unknown host leaves it open', () => {
  const fits = (given: typeof host | null | { vramBytes: null; ramBytes: number; gpuCount: number }) =>
    estimateMemory({ modelInfo: llama, sizeBytes: 6e9, host: given }).estimate[0]?.fits
  expect(fits({ vramBytes: null, ramBytes: 16 * gibibyte, gpuCount: 0 })).toBe('yes')
  expect(fits({ vramBytes: null, ramBytes: 4 * gibibyte, gpuCount: 0 })).toBe('no')
  expect(fits(null)).toBeNull()
})

test.each(['block_count', 'attention.head_count', 'context_length'])('without %s nothing is made up', (key) => {
  const modelInfo = {
    ...llama,
    [`llama.${key}`]: undefined,
    ...(key === 'attention.head_count' && { 'llama.attention.head_count_kv': null }),
  }
  expect(estimateMemory({ modelInfo, sizeBytes: 5e9, host }).estimate).toEqual([])
})
