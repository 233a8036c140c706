import { expect, test } from 'vitest'
import { bytesPerToken, cacheBytes } from '../src/memory/kv-cache.ts'
import { estimateMemory } from '../src/memory/memory-estimate.ts'
import { readArchitecture } from '../src/memory/read-architecture.ts'
import { layersOf } from './layers-of.ts'
import { modelInfo } from './model-info.ts'

const f16 = { kvCacheType: 'f16', slots: 1 } as const

/** google/gemma-3-12b-it: 48 layers, 8 KV heads of 256, a window of 1,024, every sixth layer sees everything. */
const gemma = modelInfo('gemma3', {
  block_count: 48,
  embedding_length: 3840,
  context_length: 131_072,
  'attention.head_count': 16,
  'attention.head_count_kv': 8,
  'attention.key_length': 256,
  'attention.value_length': 256,
  'attention.sliding_window': 1024,
})

test('what a token takes is what estimates rise by, where layers have a window', () => {
  const input = { architecture: readArchitecture(gemma, null), sizeBytes: 8_149_190_253, host: null }
  const { estimate, kv_cache_bytes_per_token } = estimateMemory(input)
  const [half, whole] = estimate.slice(-2).map(({ bytes }) => bytes)
  expect(kv_cache_bytes_per_token).toBe(65_536)
  expect(((whole ?? 0) - (half ?? 0)) / 65_536).toBe(65_536)
})

test('a layer with a window stops growing where it and the batch that is read are full', () => {
  const layers = layersOf(gemma)
  const layer = 8 * 512 * 2
  expect(cacheBytes(layers, 1024, f16)).toBe(48 * layer * 1024)
  expect(cacheBytes(layers, 131_072, f16)).toBe(8 * layer * 131_072 + 40 * layer * (1024 + 512))
})

test('a window is rounded up to steps of 256, each slot with one of its own', () => {
  // openai/gpt-oss-20b: 12 of its 24 layers look back 128 tokens: 128 + 512 make three steps.
  const layers = [{ count: 12, elementsPerToken: 1024, window: 128 }]
  expect(cacheBytes(layers, 8192, { kvCacheType: 'f16', slots: 4 })).toBe(4 * 12 * 1024 * 768 * 2)
})

test.each([
  ['f16', 2],
  ['q8_0', 1.0625],
  ['q4_0', 0.5625],
] as const)('%s keeps a number in %d bytes', (type, bytes) => {
  expect(bytesPerToken([{ count: 1, elementsPerToken: 1024, window: null }], type)).toBe(1024 * bytes)
})
