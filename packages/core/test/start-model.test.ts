import { scenarios } from '@ollama-dashboard/ollama-sim'
import { describe, expect, test } from 'vitest'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'

const model = 'llama3.2:3b'
const namesOf = ({ models }: { models: readonly { name: string }[] }) => models.map(({ name }) => name)

describe('start', () => {
  test('loads a model, which is then listed with its memory and expiry', async () => {
    const { core, simulator } = await simulatedCore()
    const result = await core.models.start(caller(), { model })
    expect(result).toMatchObject({ success: true, model, state: 'loaded', changed: true, attempts: 1 })
    expect(simulator.loads.filter((load) => load.model === model)).toHaveLength(1)

    const running = (await core.models.running(caller())).models.find(({ name }) => name === model)
    expect(running).toMatchObject({ state: 'loaded', pinned: false, instance: 'default' })
    expect(running?.size).toBeGreaterThan(1e9)
    expect((running?.size_vram ?? 0) + (running?.size_ram ?? 0)).toBe(running?.size)
    expect((await core.models.status(caller(), { model })).status).toBe('running')
    expect(core.events.recent(caller(), { limit: 5 }).map(({ type }) => type)).toContain('model.loaded')
  })

  test('of a running model sends nothing', async () => {
    const { core, simulator } = await simulatedCore()
    await core.models.start(caller(), { model })
    const sent = simulator.requests.length
    const again = await core.models.start(caller(), { model: model.toUpperCase() })
    expect(again).toMatchObject({ changed: false, attempts: 0, model })
    expect(simulator.requests.slice(sent).filter(({ method }) => method === 'POST')).toEqual([])
  })

  test('of a model whose weights are loaded under another name says under which it is not listed', async () => {
    const { core, simulator } = await simulatedCore()
    const created = await fetch(`${simulator.url}/api/create`, {
      method: 'POST',
      body: JSON.stringify({ model: 'pirate', from: model, system: 'Talk like a pirate.' }),
    })
    await created.text()
    await core.models.start(caller(), { model })
    expect(await core.models.start(caller(), { model: 'pirate' })).toMatchObject({
      message:
        '"pirate:latest" is ready. It has the same weights as a model that is loaded, and Ollama lists that one alone.',
    })
    expect(namesOf(await core.models.running(caller()))).not.toContain('pirate:latest')
  })

  test('twice at once makes one load', async () => {
    const { core, simulator } = await simulatedCore()
    const results = await Promise.all([core.models.start(caller(), { model }), core.models.start(caller(), { model })])
    expect(results.map(({ changed }) => changed)).toEqual([true, true])
    expect(simulator.loads.filter((load) => load.model === model)).toHaveLength(1)
  })

  test('takes the context asked for, and loads anew only when it differs', async () => {
    const { core, simulator } = await simulatedCore()
    const start = (num_ctx: number) => core.models.start(caller(), { model, request: { settings: { num_ctx } } })
    await start(2048)
    expect((await core.models.running(caller())).models.find(({ name }) => name === model)?.allocated_context).toBe(
      2048,
    )
    expect((await start(2048)).changed).toBe(false)
    expect((await start(4096)).changed).toBe(true)
    expect((await core.models.running(caller())).models.find(({ name }) => name === model)?.allocated_context).toBe(
      4096,
    )
    expect(simulator.loads.filter((load) => load.model === model)).toHaveLength(2)
  })

  test('with a keep_alive keeps a running model for ever, or for as long, without a reload', async () => {
    const { core, simulator } = await simulatedCore()
    await core.models.start(caller(), { model, request: { settings: { num_ctx: 2048 } } })
    const result = await core.models.start(caller(), { model, request: { keep_alive: -1 } })
    expect(result).toMatchObject({ changed: true, message: `"${model}" is pinned.` })
    const running = (await core.models.running(caller())).models.find(({ name }) => name === model)
    expect(running).toMatchObject({ pinned: true, expires_at: null, expires_in_seconds: null, allocated_context: 2048 })
    const unpinned = await core.models.start(caller(), { model, request: { keep_alive: '5m' } })
    expect(unpinned).toMatchObject({ changed: true, message: `"${model}" unloads after 5m without use.` })
    expect(simulator.loads.filter((load) => load.model === model)).toHaveLength(1)
  })

  test.each([0, '-0m'])('refuses a keep_alive of %s, which would unload', async (keep_alive) => {
    const { core } = await simulatedCore()
    await expect(core.models.start(caller(), { model, request: { keep_alive } })).rejects.toMatchObject({
      code: 'validation_failed',
      fieldErrors: [{ path: '/body/keep_alive' }],
    })
  })

  test('of an embedding model goes the way that embedding models take', async () => {
    const { core } = await simulatedCore()
    await core.models.stop(caller(), { model: 'nomic-embed-text' })
    expect(await core.models.start(caller(), { model: 'nomic-embed-text' })).toMatchObject({
      model: 'nomic-embed-text:latest',
      changed: true,
    })
  })

  test('of a model that is not installed says so and what to do', async () => {
    const { core, simulator } = await simulatedCore()
    await expect(core.models.start(caller(), { model: 'absent:1b' })).rejects.toMatchObject({
      code: 'model_not_found',
      hint: 'Pull it first.',
    })
    expect(simulator.requests.some(({ path }) => path === '/api/pull')).toBe(false)
  })

  test('may pull the model first, by a job, and whoever stops it meanwhile need not wait for that', async () => {
    const pull_bytes_per_second = 1_000_000
    const { core, simulator } = await simulatedCore({
      scenario: { ...scenarios.empty, pull_bytes_per_second },
      speed: 1,
    })
    const name = 'all-minilm:latest'
    const started = core.models.start(caller(), { model: name, request: { pull: true } })
    await expect.poll(async () => (await core.jobs.list(caller()))[0]?.state).toBe('running')
    await expect(core.models.stop(caller(), { model: name })).rejects.toMatchObject({ code: 'model_not_found' })
    expect((await core.jobs.list(caller()))[0]?.state).toBe('running')
    simulator.setSpeed(1000)
    expect(await started).toMatchObject({ model: name, state: 'loaded', changed: true })
    expect(await core.jobs.list(caller())).toMatchObject([{ model: name, state: 'done' }])
  })

  test('refuses what cannot be started before anything is pulled', async () => {
    const { core } = await simulatedCore({ scenario: 'empty' })
    const start = core.models.start(caller(), { model: 'all-minilm', request: { pull: true, keep_alive: 0 } })
    await expect(start).rejects.toMatchObject({ code: 'validation_failed' })
    expect(await core.jobs.list(caller())).toEqual([])
  })

  test('shows the model as loading until it is in memory', async () => {
    const { core, simulator } = await simulatedCore({ speed: 0 })
    await core.models.available(caller())
    const started = core.models.start(caller(), { model })
    const row = async () => (await core.models.running(caller())).models.find(({ name }) => name === model)
    await expect.poll(row).toMatchObject({ state: 'loading', size: null, expires_at: null })
    expect((await core.models.status(caller(), { model })).status).toBe('loading')
    simulator.setSpeed(1000)
    await started
  })

  test('is cancelled when its only caller leaves, and Ollama notices', async () => {
    const { core, simulator } = await simulatedCore({ speed: 0 })
    const leaving = new AbortController()
    const started = core.models.start(caller(leaving.signal), { model })
    await expect.poll(() => simulator.requests.some(({ path }) => path === '/api/generate')).toBe(true)
    leaving.abort(new Error('tab closed'))
    await expect(started).rejects.toThrow('tab closed')
    await expect.poll(() => simulator.requests.find(({ path }) => path === '/api/generate')?.aborted).toBe(true)
    expect(namesOf(await core.models.running(caller()))).not.toContain(model)
  })
})
