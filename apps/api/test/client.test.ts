import { ApiError, createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable, type Role } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { fakeCore } from './fake-core.ts'
import { keyOf, serve, sessionOf, testApp } from './support.ts'

async function setUp(role: Role) {
  const { core, asked } = fakeCore()
  const { app } = await testApp({ core })
  const baseUrl = await serve(app)
  return { asked, client: createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf(role) }) }
}

test('the typed client reads what the API answers', async () => {
  const { client } = await setUp('viewer')
  const { models } = await client.models.available()
  expect(models.map(({ name }) => name)).toEqual(['llama3.2:3b'])
  expect(await client.session.get()).toEqual(sessionOf('viewer', 'env:viewer', 'key'))
  expect((await client.system.statsHistory({ query: { range: '24h' } })).range).toBe('24h')
})

test('the typed client carries names with slashes, queries and bodies', async () => {
  const { client, asked } = await setUp('operator')
  const model = 'hf.co/org/model:Q4_K_M'
  await client.models.running({ query: { instance: 'gpu', refresh: true } })
  await client.models.start({ params: { model }, body: { keep_alive: -1 } })
  await client.models.stop({ params: { model } })
  await client.models.plan({ query: { models: [model] } })
  await client.models.plan({ query: { models: [model, 'llama3.2:3b'] } })
  expect(asked).toEqual([
    ['running', 'gpu', true],
    ['start', model, { keep_alive: -1 }],
    ['stop', model],
    ['plan', [model]],
    ['plan', [model, 'llama3.2:3b']],
  ])
})

test('the typed client throws the problem that the API tells', async () => {
  const { client } = await setUp('viewer')
  const error = await client.models.stop({ params: { model: 'llama3' } }).catch((caught) => caught)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ code: 'forbidden', status: 403, traceId: expect.stringMatching(/^[0-9a-f]{32}$/) })
  const invalid = await client.models.info({ params: { model: 'a b' } }).catch((caught) => caught)
  expect(invalid.fieldErrors).toEqual([
    { path: '/params/model', message: 'must look like "llama3.2:3b", "hf.co/unsloth/Qwen3-8B-GGUF:Q4_K_M"' },
  ])
})

test('the typed client watches a pull where it asks for that, and waits for it where not', async () => {
  const { client } = await setUp('operator')
  const params = { model: 'llama3.2:3b' }
  const told: string[] = []
  for await (const { event } of client.models.pull({ params, query: { stream: true } })) told.push(event)
  expect(told.at(-1)).toBe('done')
  expect((await client.models.pull({ params, query: { wait: false } })).job.model).toBe('llama3.2:3b')
  expect((await client.models.pull({ params })).success).toBe(true)
})
