import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, type Catalogue, contract, endpointTable } from '@ollama-dashboard/contracts'
import { systemContext } from '@ollama-dashboard/core'
import { Value } from '@sinclair/typebox/value'
import { expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, keyOf, testApp } from './support.ts'

const path = '/api/models/downloadable'

/** The whole API over the Ollama of the demo, and over one that nobody has. */
async function setUp() {
  const { core } = await simulatedCore({
    simulation: { speed: 100_000 },
    others: [
      { name: 'gone', url: new URL('http://127.0.0.1:1') },
      { name: 'elsewhere', url: new URL('http://192.0.2.1:11434') },
    ],
    core: { firstByteTimeoutMs: 50 },
  })
  await core.system.stats(systemContext)
  const { app } = await testApp({ core })
  const get = (query = '') => app.inject({ url: `${path}${query}`, headers: as('viewer') })
  const names = async (query: string) => (await get(query)).json<Catalogue>().models.map(({ name }) => name)
  return { app, get, names }
}

test('the catalogue tells what is here already and what would fit', async () => {
  const { get } = await setUp()
  const answer = await get()
  expect(answer.statusCode).toBe(200)
  const catalogue = answer.json<Catalogue>()
  expect([...Value.Errors(contract.catalogue.list.response, catalogue)]).toEqual([])
  expect(catalogue.models.length).toBeGreaterThanOrEqual(37)
  const of = (name: string) => catalogue.models.find((model) => model.name === name)
  expect(of('qwen3:14b')).toMatchObject({ installed: true, size: 9_276_198_565 })
  expect(of('qwen3:8b')).toMatchObject({ installed: false })
  expect(of('qwen3:8b')?.fits).not.toBeNull()
  expect(of('qwen3:8b')).not.toHaveProperty('source')
})

test('it is narrowed by category, words and capability', async () => {
  const { names } = await setUp()
  expect((await names('?category=best')).length).toBeGreaterThanOrEqual(18)
  expect(await names('?q=qwen3-coder')).toEqual(['qwen3-coder:30b'])
  expect(await names('?capability=embedding&category=best')).toContain('nomic-embed-text:latest')
  expect(await names('?q=no+such+model')).toEqual([])
})

test.each(['?category=worst', '?capability=Vision!', `?q=${'x'.repeat(101)}`, '?limit=3'])(
  '%s is refused',
  async (query) => {
    const { get } = await setUp()
    const answer = await get(query)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'validation_failed' })
  },
)

test('an unreachable Ollama has nothing installed, and is not on this host', async () => {
  const { get } = await setUp()
  const gone = (await get('?instance=gone&category=best')).json<Catalogue>()
  expect(gone.models.some(({ installed }) => installed)).toBe(false)
  const elsewhere = (await get('?instance=elsewhere&category=best')).json<Catalogue>()
  expect(new Set(elsewhere.models.map(({ fits }) => fits))).toEqual(new Set([null]))
  expect((await get('?instance=nowhere')).json()).toMatchObject({ code: 'instance_not_found', status: 404 })
})

test('an unchanged catalogue is not sent again', async () => {
  const { app, get } = await setUp()
  const { headers } = await get('?category=best')
  const again = await app.inject({
    url: `${path}?category=best`,
    headers: { ...as('viewer'), 'if-none-match': String(headers['etag']) },
  })
  expect(again.statusCode).toBe(304)
})

test('a model of the catalogue is pulled, and is installed then', async () => {
  const { app, get } = await setUp()
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const client = createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf('operator') })
  const pulled = await client.models.pull({ params: { model: 'smollm2:360m' }, query: {} })
  expect(pulled).toMatchObject({ success: true })
  await client.models.available({ query: { refresh: true } })
  const { models } = (await get('?q=smollm2:360m')).json<Catalogue>()
  expect(models).toMatchObject([{ name: 'smollm2:360m', installed: true }])
})
