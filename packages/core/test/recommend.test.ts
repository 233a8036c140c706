import { ModelSettings } from '@ollama-dashboard/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readArchitecture } from '../src/ollama/read-architecture.ts'
import { recommend } from '../src/settings/recommend.ts'
import { describeFailures } from '../src/validation/describe-failures.ts'
import { llama31 } from './model-info.ts'
import { installedModel } from './stub-ollama.ts'

const gibibyte = 1024 ** 3
const model = installedModel('llama3.1:8b', { size: 5_000_000_000 })

/** For a model of eight billion parameters that was trained for so many tokens, on a host with so much memory. */
function recommended({ trained = 131_072, vram = (24 * gibibyte) as number | null, ram = 64 * gibibyte } = {}) {
  const architecture = readArchitecture({ ...llama31, 'llama.context_length': trained })
  return recommend({
    model,
    profile: { architecture, capabilities: ['completion'], parameters: {}, system: null },
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
  expect(reasons[0]?.why).toBe(
    'The most that can be set here, which fits the 4096.0 GiB of VRAM that models may use here.',
  )
})

test('a context that is smaller than any that can be set is left alone, with the reason', () => {
  const { settings, note } = recommended({ trained: 128 })
  expect(settings.num_ctx).toBeUndefined()
  expect(note).toBe('It was trained for 128 tokens, which is less than can be set here: its context is left as it is.')
})

test('what fits is told with the memory that it fits', () => {
  expect(recommended().reasons[0]).toMatchObject({
    value: 131_072,
    why: 'All that it was trained for fits the 24.0 GiB of VRAM that models may use here.',
  })
  expect(recommended({ vram: 8 * gibibyte }).reasons[0]).toMatchObject({ value: 16_384 })
  expect(recommended({ vram: 4 * gibibyte }).reasons[0]).toMatchObject({ value: 8192 })
  expect(recommended({ vram: null, ram: 4 * gibibyte })).toMatchObject({
    settings: {},
    note: 'It does not fit the memory of this host.',
  })
})
