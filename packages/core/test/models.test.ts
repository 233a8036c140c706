import { scenarios } from '@ollama-dashboard/ollama-sim'
import { describe, expect, test } from 'vitest'
import { openCore } from '../src/core.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { simulatedCore } from './simulated.ts'
import { temporaryFolder } from './temporary-folder.ts'

const model = 'llama3.2:3b'
const namesOf = ({ models }: { models: readonly { name: string }[] }) => models.map(({ name }) => name)

describe('lists', () => {
  test('are the same object until something changed', async () => {
    const { core } = await simulatedCore()
    const before = await core.models.available(caller())
    expect(await core.models.available(caller())).toBe(before)
    await core.models.start(caller(), { model })
    const after = await core.models.available(caller())
    expect(after).not.toBe(before)
    expect(after.models.find(({ name }) => name === model)?.is_running).toBe(true)
  })

  test('of an empty installation are empty', async () => {
    const { core } = await simulatedCore({ scenario: 'empty' })
    expect((await core.models.available(caller())).models).toEqual([])
    expect((await core.models.running(caller())).models).toEqual([])
  })

  test('of an old server learn capabilities and context by asking for each model once', async () => {
    const { core, simulator } = await simulatedCore({ scenario: 'old' })
    const known = async () =>
      (await core.models.available(caller())).models.filter((one) => one.capabilities?.length && one.context_length)
    await expect.poll(known).toHaveLength(scenarios.old.models.length)
    const shown = simulator.requests.filter(({ path }) => path === '/api/show').length
    await core.models.available(caller(), { refresh: true })
    expect(simulator.requests.filter(({ path }) => path === '/api/show')).toHaveLength(shown)
  })

  test('stay when Ollama goes away, marked stale, and actions then fail with what to do', async () => {
    const { core, simulator } = await simulatedCore()
    const { models, fetched_at } = await core.models.running(caller())
    simulator.faults.add({ kind: 'refuse' })
    const stale = await core.models.running(caller(), { refresh: true })
    expect(stale).toMatchObject({ stale: true, fetched_at })
    expect(namesOf(stale)).toEqual(namesOf({ models }))
    expect(core.instances.list(caller())[0]).toMatchObject({ reachable: false })
    expect(core.events.recent(caller(), { limit: 1 })[0]?.type).toBe('ollama.down')

    simulator.faults.clear()
    expect((await core.models.running(caller(), { refresh: true })).stale).toBe(false)
    expect(core.events.recent(caller(), { limit: 1 })[0]?.type).toBe('ollama.up')
  })

  test('of a server that never answered fail with the reason', async () => {
    await using storage = await createMemoryStorage()
    await using core = await openCore({
      storage,
      acceptedKeys: null,
      instances: [{ name: 'default', url: new URL('http://127.0.0.1:1') }],
      version: '1.0.0',
      dataDir: await temporaryFolder(),
    })
    await expect(core.models.running(caller())).rejects.toMatchObject({ code: 'ollama_unreachable' })
    await expect(core.models.status(caller(), { model: 'llama3' })).rejects.toMatchObject({
      code: 'ollama_unreachable',
    })
    expect(core.health(caller()).status).toBe('degraded')
  })

  test('of an unknown server are refused by name', async () => {
    const { core } = await simulatedCore()
    await expect(core.models.running(caller(), { instance: 'elsewhere' })).rejects.toMatchObject({
      code: 'instance_not_found',
    })
  })
})

test('info tells what a model is and what its context costs', async () => {
  const { core } = await simulatedCore()
  const info = await core.models.info(caller(), { model: 'llama3.1:8b' })
  expect(info.model).toMatchObject({ name: 'llama3.1:8b', has_tools: true, context_length: 131_072 })
  expect(info.memory.kv_cache_bytes_per_token).toBe(131_072)
  expect(info.memory.estimate.map(({ context }) => context)).toEqual([
    2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072,
  ])
  expect(Object.values(info.model_info).some(Array.isArray)).toBe(false)
})

test('info tells how long a context fits beside the other loaded models, of which the model itself is none', async () => {
  const { core } = await simulatedCore()
  const model = 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M'
  const other = 'llama3.1:8b'
  const roomOf = async (model: string) => (await core.models.info(caller(), { model })).memory.host?.gpu
  const { models } = await core.models.running(caller())
  for (const { name } of models) await core.models.stop(caller(), { model: name })
  await core.models.start(caller(), { model: other })
  const { max_context, max_context_without_unloading: beside } = (await roomOf(model)) ?? {}
  expect(max_context).toBeGreaterThan(beside ?? 0)
  const own = await roomOf(other)
  expect(own?.max_context_without_unloading).toBe(own?.max_context)
})

test('a name with host and namespace works everywhere', async () => {
  const name = 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M'
  const { core } = await simulatedCore()
  expect((await core.models.start(caller(), { model: name })).model).toBe(name)
  expect((await core.models.info(caller(), { model: name })).model.name).toBe(name)
  expect((await core.models.status(caller(), { model: name })).status).toBe('running')
  expect((await core.models.stop(caller(), { model: name })).changed).toBe(true)
  expect((await core.models.delete(caller(), { model: name })).model).toBe(name)
  expect(namesOf(await core.models.available(caller()))).not.toContain(name)
})
