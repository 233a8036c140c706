import { expect, test } from 'vitest'
import { bytesPerToken } from '../src/memory/kv-cache.ts'
import { readArchitecture } from '../src/memory/read-architecture.ts'
import { cacheOfArchitectures } from './cache-of-architectures.ts'
import { layersOf } from './layers-of.ts'
import { llama31, modelInfo } from './model-info.ts'

test.each(cacheOfArchitectures)('%s keeps as much of a token as its architecture says', (_, info, perToken) => {
  expect(bytesPerToken(layersOf(info), 'f16')).toBe(perToken)
})

test('layers alike are kept together, so that a thousand models take little room', () => {
  expect(readArchitecture(llama31, null)).toEqual({
    name: 'llama',
    trainedContext: 131_072,
    layers: [{ count: 32, elementsPerToken: 2048, window: null }],
    embeds: false,
    oneSlot: false,
    quantisedCache: 'always',
  })
})

test('layers say themselves whether they slide, and may keep shorter keys then', () => {
  // google/gemma-4-E2B-it in small: the sliding layers keep 256, the others 512; the last two read what others keep.
  const info = modelInfo('gemma4', {
    block_count: 6,
    embedding_length: 1536,
    context_length: 131_072,
    'attention.head_count': 8,
    'attention.head_count_kv': 1,
    'attention.key_length': 512,
    'attention.value_length': 512,
    'attention.key_length_swa': 256,
    'attention.value_length_swa': 256,
    'attention.sliding_window': 512,
    'attention.sliding_window_pattern': [true, true, true, false, true, false],
    'attention.shared_kv_layers': 2,
  })
  expect(layersOf(info)).toEqual([
    { count: 3, elementsPerToken: 512, window: 512 },
    { count: 1, elementsPerToken: 1024, window: null },
  ])
})

test.each(['qwen3vl', 'qwen35moe', 'lfm2', 'nemotron_h_moe'])('Ollama serves %s one prompt at a time', (name) => {
  expect(readArchitecture(modelInfo(name, {}), null).oneSlot).toBe(true)
})

test('an embedding model has one slot, even one made of a decoder', () => {
  expect(readArchitecture(modelInfo('qwen3', { pooling_type: 3 }), null).oneSlot).toBe(true)
})

test.each([
  ['block_count', undefined],
  ['embedding_length', undefined],
  // What `/api/show` gives for an array that was not asked for.
  ['attention.head_count_kv', null],
])('without %s nothing is made up', (key, value) => {
  expect(readArchitecture({ ...llama31, [`llama.${key}`]: value }, null).layers).toBeNull()
})

test('a model without its own count of KV heads keeps one for each head', () => {
  const info = { ...llama31, 'llama.attention.head_count_kv': undefined }
  expect(bytesPerToken(layersOf(info), 'f16')).toBe(32 * 32 * 256 * 2)
})

const impossible: readonly [string, unknown][] = [
  ...[-1, 0, 31.5, 1025, 4_294_967_295, 1e308, '32', true].map((value): [string, unknown] => ['block_count', value]),
  ...[-8, 0.5, '8', Array(31).fill(8), Array(32).fill(-8), Array(100_000).fill(8)].map((value): [string, unknown] => [
    'attention.head_count_kv',
    value,
  ]),
  ['attention.key_length', -128],
  ['attention.sliding_window', -1],
  ['attention.shared_kv_layers', 33],
  ['full_attention_interval', 0],
  ['embedding_length', 1e308],
]

test.each(impossible)('of a model whose %s is impossible nothing is estimated', (key, value) => {
  const info = { ...llama31, [`llama.${key}`]: value }
  expect(readArchitecture(info, null).layers).toBeNull()
  expect(readArchitecture(info, '0.24.0').layers).toBeNull()
})

test('a name that is no word names no architecture', () => {
  for (const name of [{}, [], { toString: 1 }, 7, null, 'x'.repeat(1_000_000)]) {
    const read = readArchitecture({ 'general.architecture': name }, '0.24.0')
    expect(read).toMatchObject({ layers: null, trainedContext: null })
  }
})
