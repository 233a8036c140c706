import { type Catalogue, contract } from '@ollama-dashboard/contracts'
import { systemContext } from '@ollama-dashboard/core'
import { Value } from '@sinclair/typebox/value'
import { expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, testApp } from './support.ts'

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

test('the catalogue tells what is here already and what would fit, and is not sent again unchanged', async () => {
  const { app, get } = await setUp()
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
  const headers = { ...as('viewer'), 'if-none-match': String(answer.headers['etag']) }
  expect((await app.inject({ url: path, headers })).statusCode).toBe(304)
})

test('it is narrowed by category, words and capability', async () => {
  const { names } = await setUp()
  expect((await names('?category=best')).length).toBeGreaterThanOrEqual(18)
  expect(await names('?q=qwen3-coder')).toEqual(['qwen3-coder:30b'])
  expect(await names('?capability=embedding&category=best')).toContain('nomic-embed-text:latest')
  expect(await names('?q=no+such+model')).toEqual([])
})

test('an unreachable Ollama has nothing installed, and is not on this host', async () => {
  const { get } = await setUp()
  const gone = (await get('?instance=gone&category=best')).json<Catalogue>()
  expect(gone.models.some(({ installed }) => installed)).toBe(false)
  const elsewhere = (await get('?instance=elsewhere&category=best')).json<Catalogue>()
  expect(new Set(elsewhere.models.map(({ fits }) => fits))).toEqual(new Set([null]))
  expect((await get('?instance=nowhere')).json()).toMatchObject({ code: 'instance_not_found', status: 404 })
})
