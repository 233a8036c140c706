import { ModelSettings } from '@ollama-dashboard/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeFailures } from '../src/kernel/problems/describe-failures.ts'
import { createModelProfiles } from '../src/memory/model-profiles.ts'
import { readArchitecture } from '../src/memory/read-architecture.ts'
import { recommend } from '../src/settings/advice/recommend.ts'
import { llama31, modelInfo } from './model-info.ts'
import { installedModel, shownModel, stubInstance } from './stub-ollama.ts'

const gibibyte = 1024 ** 3
const model = installedModel('llama3.1:8b', { size: 5_000_000_000 })

const host = { vramBytes: 24 * gibibyte, ramBytes: 64 * gibibyte, gpuCount: 1 }

/** What an older server makes of a model: it tells nothing of what it can do. */
async function recommendedByOld(name: string, modelInfo: Readonly<Record<string, unknown>>) {
  const model = installedModel(name, { capabilities: null })
  const { instance } = stubInstance({ show: async () => shownModel({ capabilities: null, modelInfo }) })
  const profile = await createModelProfiles()(instance, model)
  return recommend({ model, profile, memory: { architecture: profile.architecture, sizeBytes: model.size, host } })
}

/** For a model of eight billion parameters that was trained for so many tokens, on a host with so much memory. */
function recommended({ trained = 131_072, vram = (24 * gibibyte) as number | null, ram = 64 * gibibyte } = {}) {
  const architecture = readArchitecture({ ...llama31, 'llama.context_length': trained }, null)
  return recommend({
    model,
    profile: { architecture, capabilities: ['completion'], parameters: {}, system: null, weights: null },
    memory: {
      architecture,
      sizeBytes: model.size,
      host: { vramBytes: vram, ramBytes: ram, gpuCount: vram === null ? 0 : 1 },
    },
  })
}

test('whatever is recommended can be saved', () => {
  const memory = fc.integer({ min: 1, max: 4096 }).map((size) => size * gibibyte)
  const trained = fc.oneof(fc.integer({ min: 1, max: 2048 }), fc.integer({ min: 1, max: 20_000_000 }))
  fc.assert(
    fc.property(trained, fc.option(memory), memory, (trained, vram, ram) => {
      expect(describeFailures(ModelSettings, recommended({ trained, vram, ram }).settings)).toEqual([])
    }),
  )
})

test('of ten million tokens the most that can be saved is recommended, and told as such', () => {
  const { settings, reasons } = recommended({ trained: 10_485_760, vram: 4096 * gibibyte })
  expect(settings.num_ctx).toBe(1_048_576)
  expect(reasons[0]?.why).toBe('Max context that can be set; fits in VRAM.')
})

test('a context that is smaller than any that can be set is left alone, with the reason', () => {
  const { settings, note } = recommended({ trained: 128 })
  expect(settings.num_ctx).toBeUndefined()
  expect(note).toBe('No recommended context: the trained context of 128 tokens is below the minimum.')
})

test('where an older server does not tell what a model can do, its publisher is followed all the same', async () => {
  const { settings } = await recommendedByOld('qwen3:8b', llama31)
  expect(settings).toMatchObject({ num_ctx: 131_072, temperature: 0.6, top_p: 0.95, top_k: 20 })
})

test.each([
  ['nomic-embed-text:latest', 'nomic-bert', {}],
  ['my-vectors:latest', 'bert', {}],
  ['my-vectors:latest', 'qwen3', { pooling_type: 3 }],
])(
  'nor is a model taken for one that chats where its architecture tells that it embeds: %s, %s',
  async (name, arch, more) => {
    const info = modelInfo(arch, {
      block_count: 12,
      embedding_length: 768,
      context_length: 2048,
      'attention.head_count': 12,
      ...more,
    })
    expect(await recommendedByOld(name, info)).toEqual({
      model: name,
      settings: {},
      reasons: [],
      note: 'No recommendations for embedding models.',
    })
  },
)

test('what fits is told with the memory that it fits', () => {
  expect(recommended().reasons[0]).toMatchObject({
    value: 131_072,
    why: 'Full trained context fits in 24.0 GiB usable VRAM.',
  })
  expect(recommended({ vram: 8 * gibibyte }).reasons[0]).toMatchObject({ value: 16_384 })
  expect(recommended({ vram: 4 * gibibyte }).reasons[0]).toMatchObject({ value: 8192 })
  expect(recommended({ vram: null, ram: 4 * gibibyte })).toMatchObject({
    settings: {},
    note: 'Does not fit in the memory of this host.',
  })
})
