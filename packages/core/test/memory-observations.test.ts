import { expect, test } from 'vitest'
import { createMemoryObservations } from '../src/models/memory-observations.ts'
import { createMemoryStorage } from '../src/storage/memory-storage.ts'
import { fakeClock } from './fake-clock.ts'
import { caller, simulatedCore } from './simulated.ts'
import { loadedModel } from './stub-ollama.ts'

const here = { name: 'default', demo: null }
const digest = 'digest-of-a'

async function setUp() {
  const storage = await createMemoryStorage()
  const open = async () => {
    const observations = createMemoryObservations(storage.memoryObservations, fakeClock())
    await observations.open()
    return observations
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
  expect(observations.of('default', digest)).toEqual(expected)
  expect(observations.of('other', digest)).toEqual([])
  expect(observations.of('default', null)).toEqual([])
  await expect.poll(async () => (await storage.memoryObservations.all()).length).toBe(2)
  expect((await open()).of('default', digest)).toEqual(expected)
})

test('a model that takes another size at the same context makes what was measured before void', async () => {
  const { open, storage } = await setUp()
  const observations = await open()
  observations.note(here, [loadedModel('a', { contextLength: 4096, size: 6e9 })])
  observations.note(here, [loadedModel('a', { contextLength: 8192, size: 7e9 })])
  observations.note(here, [loadedModel('a', { contextLength: 8192, size: 6e9 })])
  const expected = [{ context: 8192, bytes: 6e9 }]
  expect(observations.of('default', digest)).toEqual(expected)
  await expect.poll(async () => (await storage.memoryObservations.all()).map(({ size }) => size)).toEqual([6e9])
})

test('of a simulated server nothing is kept, and of an unknown size or context nothing is learnt', async () => {
  const { open, storage } = await setUp()
  const observations = await open()
  observations.note({ name: 'default', demo: { tried: 'x', reason: 'y' } }, [loadedModel('a')])
  observations.note(here, [
    loadedModel('b', { size: null }),
    loadedModel('c', { contextLength: null }),
    loadedModel('d', { size: 0 }),
    loadedModel('e', { digest: null }),
  ])
  expect(observations.of('default', digest)).toHaveLength(1)
  expect(observations.of('default', 'digest-of-b')).toEqual([])
  expect(await storage.memoryObservations.all()).toEqual([])
})

test('the estimate of a context becomes what was measured as soon as the model was loaded with it', async () => {
  const { core } = await simulatedCore()
  const model = 'llama3.2:3b'
  const at = async (context: number) =>
    (await core.models.info(model, caller())).memory.estimate.find((one) => one.context === context)
  const before = await at(8192)
  expect(before?.observed).toBe(false)

  await core.models.start(model, { settings: { num_ctx: 8192 } }, caller())
  const running = (await core.models.running()).models.find(({ name }) => name === model)
  expect(await at(8192)).toMatchObject({ bytes: running?.size, observed: true })
  expect(running?.size).not.toBe(before?.bytes)
  // The others move with it.
  expect(await at(16_384)).toMatchObject({ observed: false })
  expect(((await at(16_384))?.bytes ?? 0) - (running?.size ?? 0)).toBeGreaterThan(0)
})
