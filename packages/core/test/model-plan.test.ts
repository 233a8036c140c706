import { scenarios } from '@ollama-dashboard/ollama-sim'
import { describe, expect, test } from 'vitest'
import type { Core } from '../src/core-interface.ts'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'

const qwen = 'qwen3:14b'
const gibibyte = 2 ** 30

const loadedIn = async (core: Core) =>
  (await core.models.running(caller(), { refresh: true })).models.map(({ name }) => name)

const idle = scenarios.home.models.map(({ name }) => name).filter((name) => name !== qwen && !name.startsWith('nomic'))

test.each(idle)('what is told of the start of %s is what Ollama then does', async (model) => {
  const { core } = await simulatedCore()
  const [told] = (await core.models.plan(caller(), { models: [model] })).models
  const before = await loadedIn(core)
  await core.models.start(caller(), { model })
  const after = await loadedIn(core)
  expect(told).toMatchObject({ model, fits: 'yes', loaded: null, context_is_usual: false })
  expect(told?.unloads?.map((unloaded) => unloaded.model)).toEqual(before.filter((name) => !after.includes(name)))
  const running = (await core.models.running(caller())).models.find(({ name }) => name === model)
  expect(running?.allocated_context).toBe(told?.context)
  expect((told?.bytes ?? 0) / (running?.size ?? 1)).toBeCloseTo(1, 1)
})

test('a restart is told with the context and the memory of both', async () => {
  const { core } = await simulatedCore()
  const ofQwen = async () => (await core.models.plan(caller(), { models: [qwen] })).models[0]
  // Somebody else loaded it so: what the server gives without being asked is a guess from its version and memory.
  expect(await ofQwen()).toMatchObject({
    context: 32_768,
    context_is_usual: true,
    loaded: { context: 16_384 },
    unloads: [],
  })
  await core.settings.save(caller(), { model: qwen, patch: { num_ctx: 8192 } })
  const saved = await ofQwen()
  expect(saved).toMatchObject({ context: 8192, context_is_usual: false, loaded: { context: 16_384 } })
  expect(saved?.bytes).toBeLessThan(saved?.loaded?.bytes ?? 0)
})

describe('several models', () => {
  const models = ['llama3.2:3b', 'gemma3:12b', 'gpt-oss:20b', 'llama3.1:8b']

  test('are told in order: what they need together, and how many of the first fit', async () => {
    const { core } = await simulatedCore({ scenario: { ...scenarios.home, preloaded: [] } })
    const plan = await core.models.plan(caller(), { models })
    expect(plan.models.map(({ model }) => model)).toEqual(models)
    const { bytes, usable_bytes, fit, unloads } = plan.in_sequence
    expect(bytes).toBe(plan.models.reduce((sum, one) => sum + (one.bytes ?? 0), 0))
    expect(bytes).toBeGreaterThan(usable_bytes ?? Number.POSITIVE_INFINITY)
    expect([fit, unloads]).toEqual([2, []])
    await core.models.bulkStart(caller(), { models: models.slice(0, 2) })
    expect(await loadedIn(core)).toEqual(expect.arrayContaining(models.slice(0, 2)))
    await core.models.start(caller(), { model: models[2] ?? '' })
    expect(await loadedIn(core)).not.toEqual(expect.arrayContaining(models.slice(0, 2)))
  })

  test('make room for each other before one goes that is to stay longer', async () => {
    const { core } = await simulatedCore()
    const { in_sequence } = await core.models.plan(caller(), { models: models.slice(0, 2) })
    expect(in_sequence).toMatchObject({ fit: 1, unloads: [] })
    await core.models.bulkStart(caller(), { models: models.slice(0, 2) })
    expect((await loadedIn(core)).toSorted()).toEqual(['gemma3:12b', 'nomic-embed-text:latest', qwen])
  })
})

test('what is too big says of how much, and what is pinned is told when it has to go', async () => {
  const ram_total = 16 * gibibyte
  const { core } = await simulatedCore({ scenario: { ...scenarios.home, ram_total } })
  const patch = { num_ctx: 1_048_576 }
  await core.settings.save(caller(), { model: 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M', patch })
  const { models } = await core.models.plan(caller(), {
    models: ['hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M'],
  })
  expect(models[0]).toMatchObject({
    context: 262_144,
    fits: 'no',
    unloads: [
      { model: qwen, pinned: false },
      { model: 'nomic-embed-text:latest', pinned: true },
    ],
  })
  expect(models[0]?.usable_bytes).toBeGreaterThan(24 * gibibyte)
  expect(models[0]?.usable_bytes).toBeLessThan(models[0]?.bytes ?? 0)
})

test('of a server on another machine nothing is made up, and a part of the layers is not guessed', async () => {
  const { core, simulator } = await simulatedCore()
  await core.settings.save(caller(), { model: 'llama3.2:3b', patch: { num_gpu: 12, num_ctx: 4096 } })
  const [layers] = (await core.models.plan(caller(), { models: ['llama3.2:3b'] })).models
  expect(layers).toMatchObject({ context: 4096, fits: null, unloads: null })
  expect(layers?.bytes).toBeGreaterThan(2e9)

  const url = new URL(simulator.url)
  const { core: elsewhere } = await simulatedCore({}, { instances: [{ name: 'far', url, location: 'remote' }] })
  const plan = await elsewhere.models.plan(caller(), { models: ['gemma3:12b'] })
  expect(plan.models).toMatchObject([{ usable_bytes: null, fits: null, unloads: null, loaded: null }])
  expect(plan.in_sequence).toMatchObject({ usable_bytes: null, fit: null, unloads: null })
  expect(await elsewhere.models.room(caller())).toEqual({ model: null, context: null })
})

test('a model that is not installed is an error, and one that is named twice too', async () => {
  const { core } = await simulatedCore()
  await expect(core.models.plan(caller(), { models: ['absent:1b'] })).rejects.toMatchObject({ code: 'model_not_found' })
  const twice = core.models.plan(caller(), { models: ['llama3.2:3b', 'LLAMA3.2:3b'] })
  await expect(twice).rejects.toMatchObject({ code: 'validation_failed' })
})

test('the largest model that there is room for fits beside the others, and none does where no more may be loaded', async () => {
  const { core } = await simulatedCore()
  const { model, context } = await core.models.room(caller())
  expect(model).toBe('qwen2.5-coder:14b')
  await core.settings.save(caller(), { model: model ?? '', patch: { num_ctx: context } })
  expect((await core.models.plan(caller(), { models: [model ?? ''] })).models[0]).toMatchObject({
    fits: 'yes',
    unloads: [],
  })
  const ollama = { environment: { maxLoadedModels: 2 } }
  const { core: full } = await simulatedCore({}, { ollama })
  expect(await full.models.room(caller())).toEqual({ model: null, context: null })
  expect((await full.models.plan(caller(), { models: ['llama3.2:3b'] })).models[0]?.unloads).toMatchObject([
    { model: qwen },
  ])
})
