import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, type Contract, contract, type Endpoint, endpointTable } from '@ollama-dashboard/contracts'
import { Value } from '@sinclair/typebox/value'
import { expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, keyOf, serve, testApp } from './support.ts'

/** The whole API over a simulated Ollama, each on a socket of its own. */
async function setUp() {
  const { core } = await simulatedCore()
  const { app } = await testApp({ core })
  const baseUrl = await serve(app)
  const client = createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf('operator') })
  const [installed] = (await client.models.available()).models
  if (!installed) throw new Error('The simulated Ollama has no model.')
  return { app, client, model: installed.name }
}

test('a model is started, seen, found running already, restarted and stopped', async () => {
  const { client, model } = await setUp()
  const params = { model }
  const isRunning = async () => (await client.models.running()).models.some(({ name }) => name === model)
  if (await isRunning()) await client.models.stop({ params })

  expect(await client.models.start({ params, body: { keep_alive: '5m' } })).toMatchObject({
    state: 'loaded',
    changed: true,
  })
  expect(await isRunning()).toBe(true)
  expect(await client.models.start({ params, body: {} })).toMatchObject({ changed: false, attempts: 0 })
  expect(await client.models.status({ params })).toMatchObject({ status: 'running', ready: true })
  expect(await client.models.restart({ params, body: {} })).toMatchObject({ state: 'loaded', changed: true })
  expect(await client.models.stop({ params })).toMatchObject({ state: 'unloaded', changed: true })
  expect(await isRunning()).toBe(false)
  expect(await client.models.stop({ params })).toMatchObject({ changed: false })
})

test('every read answers in the shape of the contract', async () => {
  const { app, client, model } = await setUp()
  const { job } = await client.models.pull({ params: { model } })
  const conversation = await client.conversations.save({
    body: { model, messages: [{ role: 'user', content: 'Hello' }] },
  })
  // A simulated server writes no log.
  const reads = Object.values(contract as Contract)
    .flatMap((group): Endpoint[] => Object.values(group))
    .filter(({ method, path }) => method === 'GET' && path !== '/api/service/logs')
  expect(reads.length).toBeGreaterThan(10)
  for (const endpoint of reads) {
    if (!('response' in endpoint)) continue
    const url = endpoint.path
      .replace(':model', encodeURIComponent(model))
      .replace(':id', endpoint.path.includes('/chat/') ? conversation.id : job.id)
    const query = endpoint.query?.['required']?.includes('models') ? { models: model } : {}
    const answer = await app.inject({ url, query, headers: as('admin') })
    expect([url, answer.statusCode]).toEqual([url, endpoint.status])
    const wrong = [...Value.Errors(endpoint.response, answer.json())].map(({ path, message }) => `${path} ${message}`)
    expect([url, ...wrong]).toEqual([url])
  }
})

test('metrics tell how many models are there and in memory', async () => {
  const { app, client, model } = await setUp()
  await client.models.start({ params: { model }, body: { keep_alive: -1 } })
  const loaded = (await client.models.running()).models.length
  const installed = (await client.models.available()).models.length
  const { body } = await app.inject({ url: '/metrics', headers: as('viewer') })
  expect(body).toContain(`ollama_active_models{instance_name="default"} ${loaded}`)
  expect(body).toContain(`ollama_available_models{instance_name="default"} ${installed}`)
  expect(body).toContain('ollama_up{instance_name="default"} 1')
})
