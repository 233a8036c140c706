import { expect, onTestFinished, test } from 'vitest'
import { openCore } from '../src/core.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { fakeOllama } from './fake-ollama.ts'
import { llama31 } from './model-info.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A core over a server that lists these rows, and shows a model as told. */
async function setUp(rows: readonly unknown[], show: (model: string) => unknown = () => ({})) {
  const { url } = await fakeOllama((response, { path, body }) => {
    const answers: Readonly<Record<string, () => unknown>> = {
      '/api/tags': () => ({ models: rows }),
      // A Go server without any says null.
      '/api/ps': () => ({ models: null }),
      '/api/version': () => ({ version: '0.32.15' }),
      '/api/show': () => show(JSON.parse(body).model),
    }
    response.end(JSON.stringify(answers[path]?.() ?? null))
  })
  const storage = await createMemoryStorage()
  const reported: unknown[] = []
  const core = await openCore({
    storage,
    acceptedKeys: null,
    instances: [{ name: 'default', url }],
    version: '1.0.0',
    dataDir: await temporaryFolder(),
    report: (error) => reported.push(error),
  })
  onTestFinished(async () => {
    await core[Symbol.asyncDispose]()
    await storage[Symbol.asyncDispose]()
  })
  return { core, reported }
}

test('a model that cannot be shown affects nothing else in the list, and is reported by health and once in the log', async () => {
  const rows = [{ name: 'a:1' }, { name: '' }, { name: 'b:1', modified_at: '0001-01-01T00:00:00Z', size: -1 }, null]
  const { core, reported } = await setUp(rows)
  for (let reads = 0; reads < 3; reads += 1) await core.models.available(caller(), { refresh: true })
  const { models } = await core.models.available(caller())
  expect(models).toMatchObject([{ name: 'a:1' }, { name: 'b:1', modified_at: null, size: null, formatted_size: null }])
  const part = core.health(caller()).components.find(({ name }) => name === 'collector:default:available')
  expect(part).toMatchObject({
    status: 'degraded',
    detail: '2 models skipped: invalid name or listed twice.',
  })
  expect(reported.map(String)).toEqual([
    'DashboardError: Ollama "default" lists 2 models with an invalid or duplicate name.',
  ])
  expect(core.failures()).toEqual([])
})

test('models beyond the limit are told as such', async () => {
  const { core, reported } = await setUp(Array.from({ length: 10_002 }, (_, index) => ({ name: `m${index}:1` })))
  await core.models.available(caller(), { refresh: true })
  const part = core.health(caller()).components.find(({ name }) => name === 'collector:default:available')
  expect(part).toMatchObject({ status: 'degraded', detail: '2 models skipped: beyond the limit.' })
  expect(reported.map(String)).toEqual(['DashboardError: Ollama "default" lists 2 models beyond the limit.'])
})

test('a model whose file says what cannot be has no estimate, and the others are recommended as ever', async () => {
  const row = (name: string) => ({ name, digest: name, size: 100_000_000, capabilities: ['completion'] })
  const { core } = await setUp([row('a:1'), row('odd:1'), row('vast:1'), row('b:1')], (model) => ({
    capabilities: ['completion'],
    model_info: {
      ...llama31,
      ...(model === 'odd:1' && { 'llama.block_count': -1 }),
      ...(model === 'vast:1' && { 'llama.block_count': 4_294_967_295 }),
    },
  }))
  for (const name of ['odd:1', 'vast:1']) {
    const { memory } = await core.models.info(caller(), { model: name })
    expect(memory).toMatchObject({ weights_bytes: 100_000_000, kv_cache_bytes_per_token: null, estimate: [] })
  }
  const { recommendations, errors } = await core.settings.allRecommended(caller())
  expect(errors).toEqual([])
  const note = 'No recommended context: the model does not report enough about its architecture.'
  const [a, odd, vast, b] = recommendations
  expect([odd, vast]).toMatchObject([
    { model: 'odd:1', note },
    { model: 'vast:1', note },
  ])
  expect([a?.settings.num_ctx, b?.settings.num_ctx]).toEqual([expect.any(Number), a?.settings.num_ctx])
})
