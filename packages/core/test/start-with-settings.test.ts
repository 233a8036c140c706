import { expect, test } from 'vitest'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'

const model = 'llama3.2:3b'

async function setUp() {
  const { core, simulator } = await simulatedCore()
  const save = (patch: Parameters<typeof core.settings.save>[1]['patch']) =>
    core.settings.save(caller(), { model, patch })
  const start = (request = {}) => core.models.start(caller(), { model, request })
  const running = async () => (await core.models.running(caller())).models.find(({ name }) => name === model)
  const loads = () => simulator.loads.filter((load) => load.model === model)
  const sent = () => simulator.requests.filter(({ method }) => method === 'POST')
  return { core, simulator, save, start, running, loads, sent }
}

test('a start takes the context and the keep_alive that are saved', async () => {
  const { save, start, running, loads } = await setUp()
  await save({ num_ctx: 8192, keep_alive: -1, temperature: 0.5 })
  expect((await start()).changed).toBe(true)
  expect(await running()).toMatchObject({ allocated_context: 8192, pinned: true })
  expect(loads()).toHaveLength(1)
})

test('of a model that runs as saved a start sends nothing', async () => {
  const { save, start, sent, loads } = await setUp()
  await save({ num_ctx: 8192, num_gpu: 10, num_batch: 256, keep_alive: '10m' })
  await start()
  const before = sent().length
  expect(await start()).toMatchObject({ changed: false, attempts: 0 })
  expect(sent()).toHaveLength(before)
  expect(loads()).toHaveLength(1)
})

test.each([{ num_ctx: 4096 }, { num_thread: 2 }])(
  'a model that runs with other runner options than saved is loaded anew: %j',
  async (patch) => {
    const { save, start, loads } = await setUp()
    await save({ num_ctx: 8192, num_gpu: 10, num_batch: 256 })
    await start()
    await save(patch)
    expect((await start()).changed).toBe(true)
    expect(loads()).toHaveLength(2)
    expect((await start()).changed).toBe(false)
  },
)

test.each([{ temperature: 1 }, { think: false }])('what only a reply depends on reloads nothing: %j', async (patch) => {
  const { save, start, loads } = await setUp()
  await save({ num_ctx: 8192 })
  await start()
  await save(patch)
  expect((await start()).changed).toBe(false)
  expect(loads()).toHaveLength(1)
})

test.each([{ num_ctx: null }, { num_gpu: null }, { num_batch: null }])(
  'a model that runs with a runner option that is saved no more is loaded anew: %j',
  async (patch) => {
    const { core, save, start, loads } = await setUp()
    const needsRestart = async () => (await core.settings.effective(caller(), { model })).needs_restart
    await save({ num_ctx: 8192, num_gpu: 0, num_batch: 256 })
    await start()
    expect(await needsRestart()).toBe(false)
    await save(patch)
    expect(await needsRestart()).toBe(true)
    expect((await start()).changed).toBe(true)
    expect(loads()).toHaveLength(2)
    expect(await needsRestart()).toBe(false)
    expect((await start()).changed).toBe(false)
  },
)

test('a model that was kept loaded longer runs as it did before', async () => {
  const { start, loads } = await setUp()
  await start()
  await start({ keep_alive: -1 })
  expect((await start()).changed).toBe(false)
  expect(loads()).toHaveLength(1)
})

test('what the request says goes before what is saved', async () => {
  const { save, start, running } = await setUp()
  await save({ num_ctx: 8192 })
  await start({ settings: { num_ctx: 2048 } })
  expect((await running())?.allocated_context).toBe(2048)
})

test('a restart after a save takes what is saved now', async () => {
  const { core, save, start, running } = await setUp()
  await save({ num_ctx: 8192 })
  await start()
  await save({ num_ctx: 16_384 })
  await core.models.restart(caller(), { model })
  expect((await running())?.allocated_context).toBe(16_384)
})

test('a pinned model is still pinned after a restart, unless something else is saved', async () => {
  const { core, save, start, running } = await setUp()
  await start({ keep_alive: -1 })
  await core.models.restart(caller(), { model })
  expect(await running()).toMatchObject({ pinned: true })
  await save({ keep_alive: '10m' })
  await core.models.restart(caller(), { model })
  expect(await running()).toMatchObject({ pinned: false })
})

test('a saved context beyond the trained one is no reason to load again and again', async () => {
  const { save, start, loads } = await setUp()
  await save({ num_ctx: 1_048_576 })
  await start()
  expect((await start()).changed).toBe(false)
  expect(loads()).toHaveLength(1)
})

test('a saved context that is too small for pictures is no reason to load again and again either', async () => {
  const { core, simulator } = await simulatedCore()
  const sees = 'gemma3:12b'
  await core.settings.save(caller(), { model: sees, patch: { num_ctx: 1024 } })
  await core.models.start(caller(), { model: sees })
  expect((await core.models.start(caller(), { model: sees })).changed).toBe(false)
  expect(simulator.loads.filter((load) => load.model === sees)).toHaveLength(1)
  expect((await core.models.running(caller())).models.find(({ name }) => name === sees)?.allocated_context).toBe(2048)
  const { options, needs_restart } = await core.settings.effective(caller(), { model: sees })
  expect(options.find(({ field }) => field === 'num_ctx')).toMatchObject({ value: 2048, origin: 'saved' })
  expect(needs_restart).toBe(false)
})

test('saved to leave after each reply, a model that is started stays all the same', async () => {
  const { save, start, running } = await setUp()
  await save({ keep_alive: 0 })
  await start()
  expect((await running())?.state).toBe('loaded')
})

test('to keep a model loaded, the options it runs with are repeated, so that it is not loaded anew', async () => {
  const { save, start, running, loads } = await setUp()
  await save({ num_ctx: 8192, num_gpu: 10 })
  await start()
  expect(await start({ keep_alive: -1 })).toMatchObject({ changed: true })
  expect(await running()).toMatchObject({ pinned: true, allocated_context: 8192 })
  expect(loads()).toHaveLength(1)
})

test('a bulk start takes what is saved for each', async () => {
  const { core, save, running } = await setUp()
  await save({ num_ctx: 8192 })
  await core.models.bulkStart(caller(), { models: [model] })
  expect((await running())?.allocated_context).toBe(8192)
})

test('with nothing saved, context and time are Ollama’s to choose', async () => {
  const { start, running } = await setUp()
  await start()
  // What it takes by itself on a card of 24 GiB.
  expect(await running()).toMatchObject({ allocated_context: 32_768, pinned: false })
})
