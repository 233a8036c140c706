import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable, type Role } from '@ollama-dashboard/contracts'
import { Value } from '@sinclair/typebox/value'
import { describe, expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, keyOf, serve, testApp, testClock, unlimited } from './support.ts'

const model = 'llama3.2:3b'

/** The whole API over a simulated Ollama, with buckets of the usual size and a clock that stands still. */
async function setUp() {
  const { simulator, core } = await simulatedCore()
  const buckets = { ...unlimited, model_operations: { capacity: 5, windowSeconds: 60 } }
  const { app } = await testApp({ core, buckets, now: testClock().now })
  const baseUrl = await serve(app)
  const clientOf = (role: Role) => createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf(role) })
  const start = (name: string) =>
    app.inject({ method: 'POST', url: `/api/models/start/${encodeURIComponent(name)}`, headers: as('operator') })
  return { app, simulator, clientOf, start }
}

describe('a deletion', () => {
  test('of a copy frees nothing, and the model stays', async () => {
    const { clientOf } = await setUp()
    const params = { model: 'second' }
    const copied = await clientOf('operator').models.copy({ body: { source: model, destination: 'second' } })
    expect(copied).toMatchObject({ source: model, destination: 'second:latest' })
    expect((await clientOf('viewer').models.deletePreview({ params })).shared_with).toEqual([model])
    expect((await clientOf('admin').models.delete({ params })).freed_bytes).toBe(0)
    const { models } = await clientOf('viewer').models.available()
    expect(models.map(({ name }) => name)).toContain(model)
  })
})

describe('a bulk start', () => {
  const bulkStart = async ({ app }: Pick<Awaited<ReturnType<typeof setUp>>, 'app'>, models: readonly string[]) =>
    app.inject({ method: 'POST', url: '/api/models/bulk/start', headers: as('operator'), payload: { models } })

  test('gives each model its own result, and costs a token for each', async () => {
    const api = await setUp()
    const answer = await bulkStart(api, [model, 'absent', 'nomic-embed-text'])
    expect(answer.statusCode).toBe(200)
    expect([...Value.Errors(contract.models.bulkStart.response, answer.json())]).toEqual([])
    expect(answer.json()).toMatchObject({
      started: 2,
      failed: 1,
      results: [
        { model, success: true, state: 'loaded' },
        { model: 'absent:latest', success: false, error: { code: 'model_not_found' } },
        { model: 'nomic-embed-text:latest', success: true },
      ],
    })
    expect(answer.json().results[1].error.trace_id).toMatch(/^[0-9a-f]{32}$/)
    expect(answer.headers['ratelimit']).toBe('"model_operations";r=2;t=36')
  })

  test('of two names of one model is refused and costs nothing', async () => {
    const api = await setUp()
    const refused = await bulkStart(api, ['llama3', 'other', 'LLAMA3:latest'])
    expect(refused.statusCode).toBe(400)
    expect(refused.json()).toMatchObject({ code: 'validation_failed', errors: [{ path: '/body/models/2' }] })
    expect((await api.start('absent')).headers['ratelimit']).toBe('"model_operations";r=4;t=12')
    expect(api.simulator.loads).toEqual([])
  })
})
