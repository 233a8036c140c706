import { describe, expect, test } from 'vitest'
import { bytesPerToken, cacheBytes } from '../src/memory/kv-cache.ts'
import { defaultMemoryConfig, estimateMemory } from '../src/memory/memory-estimate.ts'
import { createModelProfiles } from '../src/memory/model-profiles.ts'
import { readArchitecture } from '../src/memory/read-architecture.ts'
import { glm47Flash, gptOss, modelInfo } from './model-info.ts'
import { installedModel, shownModel, stubInstance } from './stub-ollama.ts'

// Before 0.30 Ollama had an engine of its own for many architectures, with other rules than llama-server.

function layersOf(info: Record<string, unknown>, version: string | null) {
  const { layers } = readArchitecture(info, version)
  if (!layers) throw new Error('no layers')
  return layers
}

/** meta-llama/Llama-4-Scout-17B-16E-Instruct: 48 layers, 8 KV heads of 128. */
const llama4 = {
  block_count: 48,
  embedding_length: 5120,
  context_length: 10_485_760,
  'attention.head_count': 40,
  'attention.head_count_kv': 8,
}

test.each(['deepseek2', 'glm4moelite'])('%s kept the compressed part among the keys and as values', (name) => {
  const perToken = (version: string | null) => bytesPerToken(layersOf(modelInfo(name, glm47Flash), version), 'f16')
  expect(perToken('0.24.0')).toBe(47 * (512 + 64 + 512) * 2)
  expect(perToken('0.30.0')).toBe(47 * (512 + 64) * 2)
  expect(perToken(null)).toBe(47 * (512 + 64) * 2)
})

test.each(['gptoss', 'gpt-oss', 'gemma4'])(
  '%s kept 4,096 tokens behind its window, and one batch for all slots',
  (name) => {
    const info = modelInfo(name, { ...gptOss, 'attention.sliding_window_pattern': 2 })
    const bytes = (version: string, context: number, slots: number) =>
      cacheBytes(layersOf(info, version), context, { kvCacheType: 'f16', slots })
    const layer = 8 * 128 * 2
    expect(bytes('0.24.0', 32_768, 1)).toBe(12 * layer * 32_768 + 12 * layer * (4096 + 512))
    expect(bytes('0.24.0', 32_768, 4)).toBe(12 * layer * 4 * 32_768 + 12 * layer * (4 * 4096 + 512))
    expect(bytes('0.24.0', 4096, 2)).toBe(24 * layer * 2 * 4096)
    expect(bytes('0.32.15', 32_768, 1)).toBe(12 * layer * 32_768 + 12 * layer * 768)
  },
)

test('Llama 4 kept all of the text, whatever it looks at', () => {
  const layers = (version: string) =>
    layersOf(modelInfo('llama4', { ...llama4, 'attention.chunk_size': 8192 }), version)
  expect(layers('0.24.0')).toEqual([{ count: 48, elementsPerToken: 2048, window: null }])
  expect(layers('0.30.0')).toHaveLength(2)
})

describe('a quantised cache', () => {
  const host = { vramBytes: null, ramBytes: null, gpuCount: 1 }
  const typeOf = (name: string, version: string | null, flashAttention?: boolean, more: object = {}) =>
    estimateMemory({
      architecture: readArchitecture(modelInfo(name, { ...llama4, ...more }), version),
      sizeBytes: 1e9,
      host,
      rules: { ...defaultMemoryConfig, kvCacheType: 'q8_0', ...(flashAttention !== undefined && { flashAttention }) },
    }).kv_cache_type

  test.each<[string, string, (boolean | undefined)[]]>([
    ['was had only where flash attention is asked for', 'llama', [true]],
    ['was had by models that have flash attention unless it is turned off', 'qwen3', [undefined, true]],
    ['was never had by models that cannot have it', 'gemma2', []],
  ])('%s (%s)', (_, name, quantises) => {
    for (const flashAttention of [undefined, true, false])
      expect(typeOf(name, '0.24.0', flashAttention)).toBe(quantises.includes(flashAttention) ? 'q8_0' : 'f16')
  })

  test('was never had where keys and values are of different lengths', () => {
    const lengths = { 'attention.key_length': 192, 'attention.value_length': 128 }
    expect(typeOf('llama', '0.24.0', true, lengths)).toBe('f16')
    expect(typeOf('deepseek2', '0.24.0', true, glm47Flash)).toBe('f16')
  })

  test.each(['0.30.0', null])('is as said with Ollama %s', (version) => {
    for (const name of ['llama', 'qwen3', 'gemma2']) expect(typeOf(name, version)).toBe('q8_0')
  })
})

test('a model is looked at by the rules of the version that runs it, also after an update', async () => {
  let version = '0.24.0'
  const { instance } = stubInstance({
    version: async () => version,
    show: async () => shownModel({ modelInfo: modelInfo('deepseek2', glm47Flash) }),
  })
  const profileOf = createModelProfiles()
  const elementsNow = async () => {
    await instance.version.refresh()
    return (await profileOf(instance, installedModel('glm-4.7-flash'))).architecture.layers?.[0]?.elementsPerToken
  }
  expect(await elementsNow()).toBe(1088)
  version = '0.32.15'
  expect(await elementsNow()).toBe(576)
})
