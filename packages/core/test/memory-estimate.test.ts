import { expect, test } from 'vitest'
import {
  defaultMemoryConfig,
  estimateMemory as estimateOf,
  largestContext,
  type MemoryInput,
  memoryAt,
} from '../src/memory/memory-estimate.ts'
import { readArchitecture } from '../src/memory/read-architecture.ts'
import { llama31, modelInfo } from './model-info.ts'

const estimateMemory = ({
  modelInfo,
  ...input
}: Omit<MemoryInput, 'architecture'> & { modelInfo: Parameters<typeof readArchitecture>[0] }) =>
  estimateOf({ architecture: readArchitecture(modelInfo, null), ...input })

const mebibyte = 1024 ** 2
const gibibyte = 1024 ** 3
const host = { vramBytes: 24 * gibibyte, ramBytes: 64 * gibibyte, gpuCount: 1 }
const perToken = 131_072

const llama: MemoryInput = { architecture: readArchitecture(llama31, null), sizeBytes: 5_000_000_000, host }

test('the estimate is weights, cache and 512 MiB, at powers of two up to the trained context', () => {
  const { estimate, kv_cache_bytes_per_token } = estimateMemory({ modelInfo: llama31, sizeBytes: 5_000_000_000, host })
  expect(kv_cache_bytes_per_token).toBe(perToken)
  expect(estimate.map(({ context }) => context)).toEqual([2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072])
  expect(estimate[3]?.bytes).toBe(5_000_000_000 + 16_384 * perToken + 512 * mebibyte)
})

test('a trained context that is not a power of two comes last', () => {
  const contexts = (trained: number) =>
    estimateMemory({ modelInfo: { ...llama31, 'llama.context_length': trained }, sizeBytes: 1, host }).estimate.map(
      ({ context }) => context,
    )
  expect(contexts(40_960).slice(-2)).toEqual([32_768, 40_960])
  expect(contexts(512)).toEqual([512])
})

test('a quantised cache takes less, and each slot has one', () => {
  const rules = { kvCacheType: 'q8_0', numParallel: 4, gpuOverheadBytes: 0 } as const
  const estimate = estimateMemory({ modelInfo: llama31, sizeBytes: 0, host, rules })
  expect(estimate).toMatchObject({ kv_cache_type: 'q8_0', num_parallel: 4, kv_cache_bytes_per_token: 69_632 })
  expect(estimate.estimate[1]?.bytes).toBe(4 * 4096 * 69_632 + 512 * mebibyte)
})

test('each GPU needs room to compute in, and what is kept free for others', () => {
  const rules = { ...defaultMemoryConfig, gpuOverheadBytes: gibibyte }
  const at = (gpuCount: number) => memoryAt({ ...llama, host: { ...host, gpuCount }, rules }, 2048)
  const rest = 5_000_000_000 + 2048 * perToken
  expect(at(2)).toBe(rest + 2 * (512 * mebibyte + gibibyte))
  expect(at(0)).toBe(rest + 512 * mebibyte)
})

test('an embedding model keeps no cache and has one slot', () => {
  const info = modelInfo('nomic-bert', {
    block_count: 12,
    embedding_length: 768,
    context_length: 2048,
    pooling_type: 1,
    'attention.head_count': 12,
  })
  const rules = { ...defaultMemoryConfig, numParallel: 4 }
  expect(estimateMemory({ modelInfo: info, sizeBytes: 274_302_450, host, rules })).toEqual({
    weights_bytes: 274_302_450,
    kv_cache_bytes_per_token: 0,
    kv_cache_type: 'f16',
    num_parallel: 1,
    host: expect.objectContaining({ max_context: 2048 }),
    estimate: [{ context: 2048, bytes: 274_302_450 + 512 * mebibyte, fits: 'yes', observed: false }],
  })
})

test('unknown weights follow from the parameter size', () => {
  const estimate = estimateMemory({
    modelInfo: llama31,
    sizeBytes: null,
    parameterSize: '8.0B',
    quantizationLevel: 'Q4_K_M',
    host,
  })
  expect(estimate.weights_bytes).toBe(4_890_000_000)
  expect(estimate.estimate[0]?.bytes).toBe(4_890_000_000 + 2048 * perToken + 512 * mebibyte)
})

test('what was observed stands as it was, and shifts the rest', () => {
  const bytes = 5_000_000_000 + 8192 * perToken + 900 * mebibyte
  const { estimate } = estimateMemory({
    modelInfo: llama31,
    sizeBytes: 5_000_000_000,
    host,
    observed: [{ context: 8192, bytes }],
  })
  expect(estimate[2]).toEqual({ context: 8192, bytes, fits: 'yes', observed: true })
  expect(estimate[3]).toMatchObject({ bytes: bytes + 8192 * perToken, observed: false })
})

test('a model of which a part stays on the disk takes what was observed, though its file is larger', () => {
  // gemma3n:e2b, of published-beyond.ts, with layers as Llama's.
  const modelInfoOfGemma = modelInfo('gemma3n', {
    block_count: 32,
    context_length: 32_768,
    'attention.head_count': 8,
    'attention.head_count_kv': 8,
    'attention.key_length': 128,
    'attention.value_length': 128,
  })
  const sizeBytes = 5_621_616_562
  const observed = [{ context: 4096, bytes: 4_501_490_016 }]
  const { estimate } = estimateMemory({ modelInfo: modelInfoOfGemma, sizeBytes, host, observed })
  expect(estimate[1]).toMatchObject({ context: 4096, bytes: 4_501_490_016, observed: true })
  expect(estimate[2]?.bytes).toBe(4_501_490_016 + 4096 * perToken)
})

test('a size that leaves no room for the cache is not believed', () => {
  // https://github.com/ollama/ollama/issues/16763: 22 GB told of what takes more than twice that.
  const input = {
    modelInfo: modelInfo('llama', {
      block_count: 48,
      embedding_length: 5120,
      context_length: 262_144,
      'attention.head_count': 40,
      'attention.head_count_kv': 8,
      'attention.key_length': 128,
      'attention.value_length': 128,
    }),
    sizeBytes: 20_000_000_000,
    host: { vramBytes: 48 * gibibyte, ramBytes: 64 * gibibyte, gpuCount: 2 },
  }
  const observed = [{ context: 262_144, bytes: 22_000_000_000 }]
  expect(estimateMemory({ ...input, observed }).estimate).toEqual(estimateMemory(input).estimate)
  expect(estimateMemory({ ...input, observed }).estimate.at(-1)).toMatchObject({ fits: 'partly', observed: false })
  const { modelInfo: info, ...rest } = input
  const architecture = readArchitecture(info, null)
  expect(largestContext({ ...rest, architecture, observed }, 48 * gibibyte)).toBe(131_072)
  // With the smallest cache that a server can be set up to keep.
  const possible = [{ context: 262_144, bytes: 35_000_000_000 }]
  expect(estimateMemory({ ...input, observed: possible }).estimate.at(-1)).toMatchObject({
    bytes: 35_000_000_000,
    observed: true,
  })
})

test('a server that gives the size of the file has observed nothing', () => {
  const observed = [{ context: 8192, bytes: 4_999_000_000 }]
  const { estimate } = estimateMemory({ modelInfo: llama31, sizeBytes: 5_000_000_000, host, observed })
  expect(estimate.some(({ observed }) => observed)).toBe(false)
  expect(memoryAt({ ...llama, observed }, 8192)).toBe(memoryAt(llama, 8192))
})

test.each([
  [6e9, 'yes'],
  [24 * gibibyte, 'partly'],
  [100 * gibibyte, 'no'],
] as const)('%d bytes of weights fit 24 GiB of VRAM: %s', (sizeBytes, fits) => {
  expect(estimateMemory({ modelInfo: llama31, sizeBytes, host }).estimate[0]?.fits).toBe(fits)
})

test('without a GPU it is the RAM that counts, and an unknown host leaves it open', () => {
  const fits = (given: typeof host | null | { vramBytes: null; ramBytes: number; gpuCount: number }) =>
    estimateMemory({ modelInfo: llama31, sizeBytes: 6e9, host: given }).estimate[0]?.fits
  expect(fits({ vramBytes: null, ramBytes: 16 * gibibyte, gpuCount: 0 })).toBe('yes')
  expect(fits({ vramBytes: null, ramBytes: 4 * gibibyte, gpuCount: 0 })).toBe('no')
  expect(fits(null)).toBeNull()
})

test('memory can be told at any context, which Ollama cuts to the trained one', () => {
  expect(memoryAt(llama, 6000)).toBe(5_000_000_000 + 6000 * perToken + 512 * mebibyte)
  expect(memoryAt(llama, 1_000_000)).toBe(memoryAt(llama, 131_072))
})

test('the largest context is a power of two that fits', () => {
  const bytes = memoryAt(llama, 16_384) ?? 0
  expect(largestContext(llama, bytes)).toBe(16_384)
  expect(largestContext(llama, bytes - 1)).toBe(8192)
  expect(largestContext(llama, 1e12)).toBe(131_072)
  expect(largestContext(llama, 5_000_000_000)).toBeNull()
})

test('a model trained for few tokens has but one context, and 40,960 are cut to the power of two below', () => {
  const trainedFor = (trainedContext: number) => ({ ...llama, architecture: { ...llama.architecture, trainedContext } })
  expect(largestContext(trainedFor(512), 1e12)).toBe(512)
  expect(largestContext(trainedFor(40_960), 1e12)).toBe(32_768)
})

test.each(['block_count', 'context_length'])('without %s nothing is made up', (key) => {
  const info = { ...llama31, [`llama.${key}`]: undefined }
  expect(estimateMemory({ modelInfo: info, sizeBytes: 5e9, host }).estimate).toEqual([])
  expect(largestContext({ ...llama, architecture: readArchitecture(info, null) }, 1e12)).toBeNull()
})

test('without a size nothing is made up', () => {
  const unknown = { ...llama, sizeBytes: null, parameterSize: '8.0B', quantizationLevel: 'unknown' }
  expect(memoryAt(unknown, 2048)).toBeNull()
  expect(estimateMemory({ ...unknown, modelInfo: llama31 }).weights_bytes).toBeNull()
})
