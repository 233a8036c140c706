import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import type { Core } from '../src/core-interface.ts'
import { createBackground } from '../src/kernel/background.ts'
import { defaultMemoryConfig, type OllamaMemoryConfig } from '../src/memory/memory-estimate.ts'
import { openMemoryObservations } from '../src/memory/memory-observations.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import type { Storage } from '../src/storage/storage.ts'
import { caller } from './caller.ts'
import { fakeClock } from './fake-clock.ts'
import { simulatedCore } from './simulated.ts'
import { loadedModel } from './stub-ollama.ts'

const at = (address: string) => ({ url: new URL(address), isEphemeral: false })
const here = at('http://127.0.0.1:11434')
const elsewhere = at('http://10.0.0.5:11434')
const digest = 'digest-of-a'

const kept = ({ memoryObservations }: Storage) =>
  memoryObservations.all({ kv_cache_type: 'f16', num_parallel: 1, flash_attention: 'auto' }, hostname())

async function setUp() {
  const storage = await createMemoryStorage()
  const clock = fakeClock()
  const open = async (rules: Partial<OllamaMemoryConfig> = {}) => {
    return openMemoryObservations({
      storage,
      rules: { ...defaultMemoryConfig, ...rules },
      clock,
      background: createBackground({ clock }),
    })
  }
  return { storage, open }
}

test('what a model took at each context is known, and still after a restart', async () => {
  const { open, storage } = await setUp()
  const observations = await open()
  observations.note(here, [loadedModel('a', { contextLength: 4096, size: 6e9 })])
  observations.note(here, [loadedModel('a', { contextLength: 8192, size: 7e9 })])
  observations.note(here, [loadedModel('a', { contextLength: 4096, size: 6.01e9 })])
  const expected = [
    { context: 4096, bytes: 6.01e9 },
    { context: 8192, bytes: 7e9 },
  ]
  expect(observations.of(here, digest)).toEqual(expected)
  expect(observations.of(elsewhere, digest)).toEqual([])
  expect(observations.of(here, null)).toEqual([])
  await expect.poll(async () => (await kept(storage)).length).toBe(2)
  const again = await open()
  expect(again.of(here, digest)).toEqual(expected)
  expect(again.of(elsewhere, digest), 'a server at another address, under the same name').toEqual([])
})

test('a model that takes another size at the same context makes what was measured before void', async () => {
  const { open, storage } = await setUp()
  const observations = await open()
  observations.note(here, [loadedModel('a', { contextLength: 4096, size: 6e9 })])
  observations.note(here, [loadedModel('a', { contextLength: 8192, size: 7e9 })])
  observations.note(here, [loadedModel('a', { contextLength: 8192, size: 6e9 })])
  const expected = [{ context: 8192, bytes: 6e9 }]
  expect(observations.of(here, digest)).toEqual(expected)
  await expect.poll(async () => (await kept(storage)).map(({ size }) => size)).toEqual([6e9])
})

test('what was measured with other slots or another cache type says nothing, and holds again when they are back', async () => {
  const { open, storage } = await setUp()
  const observations = await open()
  observations.note(here, [loadedModel('a', { contextLength: 32_768, size: 9e9 })])
  await expect.poll(async () => (await kept(storage)).length).toBe(1)
  expect((await open({ numParallel: 4 })).of(here, digest)).toEqual([])
  expect((await open({ flashAttention: true })).of(here, digest)).toEqual([])
  const quantised = await open({ kvCacheType: 'q4_0' })
  expect(quantised.of(here, digest)).toEqual([])
  quantised.note(here, [loadedModel('a', { contextLength: 32_768, size: 7e9 })])
  await expect
    .poll(async () => (await open({ kvCacheType: 'q4_0' })).of(here, digest))
    .toEqual([{ context: 32_768, bytes: 7e9 }])
  expect((await open()).of(here, digest)).toEqual([{ context: 32_768, bytes: 9e9 }])
})

test('of a simulated server nothing is kept, and of an unknown size or context nothing is learnt', async () => {
  const { open, storage } = await setUp()
  const observations = await open()
  observations.note({ ...here, isEphemeral: true }, [loadedModel('a')])
  observations.note(here, [
    loadedModel('b', { size: null }),
    loadedModel('c', { contextLength: null }),
    loadedModel('d', { size: 0 }),
    loadedModel('e', { digest: null }),
  ])
  expect(observations.of(here, digest)).toHaveLength(1)
  expect(observations.of(here, 'digest-of-b')).toEqual([])
  expect(await kept(storage)).toEqual([])
})

test('the estimate of a context becomes what was measured as soon as the model was loaded with it', async () => {
  const { core } = await simulatedCore()
  const model = 'llama3.2:3b'
  const estimated = async (context: number) =>
    (await core.models.info(caller(), { model })).memory.estimate.find((one) => one.context === context)
  const before = await estimated(8192)
  expect(before?.observed).toBe(false)

  await core.models.start(caller(), { model, request: { settings: { num_ctx: 8192 } } })
  const running = (await core.models.running(caller())).models.find(({ name }) => name === model)
  expect(await estimated(8192)).toMatchObject({ bytes: running?.size, observed: true })
  expect(running?.size).not.toBe(before?.bytes)
  // The others move with it.
  expect(await estimated(16_384)).toMatchObject({ observed: false })
  expect(((await estimated(16_384))?.bytes ?? 0) - (running?.size ?? 0)).toBeGreaterThan(0)
})

test('after the slots of the server were changed, the estimate is an estimate again', async () => {
  const storage = await createMemoryStorage()
  const model = 'llama3.2:3b'
  const memoryWith = async (numParallel: number, act: (core: Core) => Promise<unknown>) => {
    const rules = { ...defaultMemoryConfig, numParallel }
    const { core } = await simulatedCore({}, { storage, ollama: { rules }, instances: [{ name: 'default', url }] })
    await act(core)
    const { memory } = await core.models.info(caller(), { model })
    return memory.estimate.find(({ context }) => context === 8192)
  }
  const { simulator } = await simulatedCore()
  const url = new URL(simulator.url)
  const measured = await memoryWith(1, (core) =>
    core.models
      .start(caller(), { model, request: { settings: { num_ctx: 8192 } } })
      .then(() => core.models.stop(caller(), { model })),
  )
  expect(measured).toMatchObject({ observed: true })
  const estimate = await memoryWith(4, async () => undefined)
  expect(estimate).toMatchObject({ observed: false })
  expect(estimate?.bytes).toBeGreaterThan(measured?.bytes ?? 0)
})
