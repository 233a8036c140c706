import { expect, test } from 'vitest'
import { model, setUp } from './chat-set-up.ts'
import { failureOf } from './failure-of.ts'
import { as } from './support.ts'

const params = { model }

test('performance is shown even if the model was deleted or Ollama does not respond', async () => {
  const { app, client, say, simulator } = await setUp()
  await say({ prompt: 'Hello' })
  simulator.faults.add({ kind: 'refuse' })
  expect(await client.performance.get({ params })).toMatchObject({ model, requests: 1 })
  simulator.faults.clear()
  const url = `/api/models/delete/${encodeURIComponent(model)}`
  expect((await app.inject({ method: 'DELETE', url, headers: as('admin') })).statusCode).toBe(200)
  expect(await client.performance.get({ params })).toMatchObject({ model, requests: 1 })
  expect((await failureOf(client.performance.get({ params: { model: 'absent' } }))).code).toBe('model_not_found')
})

test('a HEAD of a probe makes no model work', async () => {
  const { app, simulator } = await setUp()
  const url = `/api/models/performance/${encodeURIComponent(model)}?probe=true`
  expect((await app.inject({ method: 'HEAD', url, headers: as('operator') })).statusCode).toBe(200)
  expect(simulator.requests.some(({ path }) => path === '/api/chat')).toBe(false)
})

test('what was observed adds up by hour, and a probe makes something to observe', async () => {
  const { client, say, app } = await setUp()
  expect(await client.performance.get({ params })).toMatchObject({ requests: 0, tokens_per_second: { p50: null } })
  const { measured } = await client.performance.get({ params, query: { probe: true } })
  expect(measured?.tokens_per_second).toBeCloseTo(321.88, 0)
  expect(measured?.time_to_first_token_ms).toBeGreaterThan(0)
  for (let count = 0; count < 3; count += 1) await say({ prompt: 'Write 50 words' })
  await expect.poll(async () => (await client.performance.get({ params })).requests).toBe(4)
  const seen = await client.performance.get({ params })
  expect(seen.measured).toBeUndefined()
  expect(seen.last_used_by).toBe('env:operator')
  expect(seen.history.reduce((sum, { requests }) => sum + requests, 0)).toBe(4)
  // What the simulated card makes of such a model, give or take the width of a bucket.
  expect(seen.tokens_per_second.p50).toBeGreaterThan(321.88 * 0.95)
  expect(seen.tokens_per_second.p50).toBeLessThan(321.88 * 1.05)
  expect(seen.load_seconds.p50).toBeGreaterThan(0)
  expect(seen.time_to_first_token_ms.p95).toBeGreaterThan(0)

  const probe = `/api/models/performance/${model}?probe=true`
  expect((await app.inject({ url: probe, headers: as('viewer') })).json().code).toBe('forbidden')
  expect((await app.inject({ url: probe.replace('?probe=true', ''), headers: as('viewer') })).statusCode).toBe(200)
})
