import { expect, test } from 'vitest'
import { failureOf, model, setUp } from './chat-set-up.ts'
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
