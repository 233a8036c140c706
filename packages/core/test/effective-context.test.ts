import { expect, test } from 'vitest'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'

const model = 'llama3.2:3b'

/** A server of 24 GiB of VRAM gives 32,768 tokens to who asks for none; the dashboard believes that it gives 4,096. */
async function setUp() {
  const { core, simulator } = await simulatedCore({}, { ollama: { environment: { contextLength: 4096 } } })
  const context = async () => {
    const { options } = await core.settings.effective(caller(), { model })
    const { value, origin, without_saved } = options.find(({ field }) => field === 'num_ctx') ?? {}
    return { value, origin, without: without_saved?.value }
  }
  const loadElsewhere = async (options: object) => {
    await fetch(new URL('/api/generate', simulator.url), { method: 'POST', body: JSON.stringify({ model, options }) })
    await core.models.running(caller(), { refresh: true })
  }
  return { core, context, loadElsewhere }
}

test('a default context is known from the running model, once this dashboard has loaded it', async () => {
  const { core, context } = await setUp()
  expect(await context()).toEqual({ value: 4096, origin: 'server', without: 4096 })
  await core.models.start(caller(), { model })
  expect(await context()).toEqual({ value: 32_768, origin: 'server', without: 32_768 })
  await core.settings.save(caller(), { model, patch: { num_ctx: 8192 } })
  expect(await context()).toEqual({ value: 8192, origin: 'saved', without: 32_768 })
})

test('it stays unknown if another client loaded the model with another context', async () => {
  const { core, context, loadElsewhere } = await setUp()
  await loadElsewhere({ num_ctx: 16_384 })
  expect(await context()).toEqual({ value: null, origin: 'server', without: null })
  await core.settings.save(caller(), { model, patch: { num_ctx: 16_384 } })
  expect(await context()).toEqual({ value: 16_384, origin: 'saved', without: 4096 })
})

test('a model that runs with the usual context contradicts nothing, nor does one that was started with another', async () => {
  const { core, context, loadElsewhere } = await setUp()
  await loadElsewhere({ num_ctx: 4096 })
  expect(await context()).toMatchObject({ value: 4096 })
  await core.models.start(caller(), { model, request: { settings: { num_ctx: 2048 } } })
  expect(await context()).toEqual({ value: 4096, origin: 'server', without: 4096 })
})
