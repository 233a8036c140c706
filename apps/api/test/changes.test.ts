import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable, type Role } from '@ollama-dashboard/contracts'
import { Value } from '@sinclair/typebox/value'
import { describe, expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, keyOf, testApp, testClock, unlimited } from './support.ts'

const model = 'llama3.2:3b'
const withPath = 'hf.co/unsloth/Qwen3-30B-A3B-Instruct-2507-GGUF:Q4_K_M'

/** The whole API over a simulated Ollama, with buckets of the usual size and a clock that stands still. */
async function setUp() {
  const { simulator, core } = await simulatedCore()
  const clock = testClock()
  const buckets = { ...unlimited, model_operations: { capacity: 5, windowSeconds: 60 } }
  const { app } = await testApp({ core, buckets, now: clock.now })
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const clientOf = (role: Role) => createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf(role) })
  const start = (name: string) =>
    app.inject({ method: 'POST', url: `/api/models/start/${encodeURIComponent(name)}`, headers: as('operator') })
  return { app, simulator, clock, clientOf, start }
}

describe('a deletion', () => {
  test('is for an admin alone, and answers in the shape of the contract', async () => {
    const { app, clientOf } = await setUp()
    const params = { model: withPath }
    await expect(clientOf('operator').models.delete({ params })).rejects.toMatchObject({ status: 403 })
    const preview = await clientOf('viewer').models.deletePreview({ params })
    expect(preview).toMatchObject({ model: withPath, freed_bytes: 18_556_689_568, is_running: false })
    // Slashes may come as they are.
    const answer = await app.inject({ method: 'DELETE', url: `/api/models/delete/${withPath}`, headers: as('admin') })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toMatchObject({ success: true, model: withPath, freed_bytes: 18_556_689_568 })
    expect([...Value.Errors(contract.models.delete.response, answer.json())]).toEqual([])
    await expect(clientOf('admin').models.delete({ params })).rejects.toMatchObject({ code: 'model_not_found' })
    await expect(clientOf('viewer').models.deletePreview({ params })).rejects.toMatchObject({ status: 404 })
  })

  test('of a running model unloads it first', async () => {
    const { clientOf, start } = await setUp()
    expect((await start(model)).statusCode).toBe(200)
    await clientOf('admin').models.delete({ params: { model } })
    const { models } = await clientOf('viewer').models.running()
    expect(models.map(({ name }) => name)).not.toContain(model)
  })

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

describe('a copy', () => {
  test.each([
    ['absent', 'second', 404, 'model_not_found'],
    [model, 'QWEN3:14b', 409, 'model_exists'],
    [model, '../second', 400, 'validation_failed'],
  ])('of %s to %s is refused', async (source, destination, status, code) => {
    const { clientOf } = await setUp()
    const copying = clientOf('operator').models.copy({ body: { source, destination } })
    await expect(copying).rejects.toMatchObject({ status, code })
  })
})

describe('a bulk start', () => {
  const bulkStart = async (
    { app }: Pick<Awaited<ReturnType<typeof setUp>>, 'app'>,
    models: readonly string[],
    role: Role = 'operator',
  ) => app.inject({ method: 'POST', url: '/api/models/bulk/start', headers: as(role), payload: { models } })

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

  test('of more models than the bucket holds takes the whole bucket, and needs it', async () => {
    const api = await setUp()
    const names = Array.from({ length: 50 }, (_, index) => `absent${index}`)
    expect((await bulkStart(api, names)).json()).toMatchObject({ started: 0, failed: 50 })
    const refused = await bulkStart(api, names)
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '60'])
    api.clock.advance(60)
    expect((await bulkStart(api, names)).statusCode).toBe(200)
  })

  test.each([
    ['two names of one model', ['llama3', 'other', 'LLAMA3:latest'], '/body/models/2'],
    ['no model', [], '/body/models'],
    ['a name that is none', ['llama3', '../x'], '/body/models/1'],
    ['too many', Array.from({ length: 51 }, (_, index) => `m${index}`), '/body/models'],
  ])('of %s is refused and costs nothing', async (_, models, path) => {
    const api = await setUp()
    const refused = await bulkStart(api, models)
    expect(refused.statusCode).toBe(400)
    expect(refused.json()).toMatchObject({ code: 'validation_failed', errors: [{ path }] })
    expect((await api.start('absent')).headers['ratelimit']).toBe('"model_operations";r=4;t=12')
    expect(api.simulator.loads).toEqual([])
  })

  test('is not for a viewer', async () => {
    const api = await setUp()
    expect((await bulkStart(api, [model], 'viewer')).statusCode).toBe(403)
  })
})

test('of six starts at once the sixth waits as long as it is told, and then works', async () => {
  const { clock, start } = await setUp()
  const names = ['llama3.2:3b', 'llama3.1:8b', 'qwen3:14b', 'gemma3:12b', 'gpt-oss:20b', 'qwen2.5-coder:14b']
  const answers = await Promise.all(names.map(start))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 429])
  const seconds = Number(answers[5]?.headers['retry-after'])
  expect(seconds).toBe(12)
  clock.advance(seconds)
  expect((await start('qwen2.5-coder:14b')).statusCode).toBe(200)
})

test('of fifty requests at once against a bucket of five, five pass and load', async () => {
  const { simulator, start } = await setUp()
  const answers = await Promise.all(Array.from({ length: 50 }, () => start(model)))
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(5)
  expect(answers.filter(({ statusCode }) => statusCode === 429)).toHaveLength(45)
  expect(simulator.loads.filter((load) => load.model === model)).toHaveLength(1)
})
