import type { Operations } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { simulatedCore } from './simulated-core.ts'
import { as, testApp } from './support.ts'

async function simulated() {
  const { core } = await simulatedCore()
  const { app } = await testApp({ core })
  const headers = as('admin')
  const remove = async (url: string) => (await app.inject({ method: 'DELETE', url, headers })).statusCode
  const post = async (url: string, payload?: object) =>
    (await app.inject({ method: 'POST', url, headers, ...(payload && { payload }) })).statusCode
  const get = async (url: string) => (await app.inject({ url, headers })).json()
  return { post, remove, get }
}

test('what was done is counted by kind, with what the dashboard reads by itself', async () => {
  const { post, get } = await simulated()
  expect(await post('/api/models/start/llama3.2:3b')).toBe(200)
  // It is loaded already: nothing was started.
  expect(await post('/api/models/start/llama3.2:3b')).toBe(200)
  expect(await post('/api/chat', { model: 'llama3.2:3b', prompt: 'Hello', stream: false })).toBe(200)
  expect(await post('/api/models/stop/llama3.2:3b')).toBe(200)
  expect(await post('/api/models/stop/no-such-model')).toBe(404)
  const { range, operations }: Operations = await get('/api/metrics/performance')
  expect(range).toBe('24h')
  const known = operations.map(({ operation, total, succeeded }) => [operation, total, succeeded])
  expect(known.slice(0, 3)).toEqual([
    ['start', 1, 1],
    ['stop', 1, 1],
    ['chat', 1, 1],
  ])
  expect(known.slice(3).map(([operation]) => operation)).toEqual([
    'collector:available',
    'collector:running',
    'collector:stats',
    'collector:version',
  ])
})

test('so are a restart, a download, a copy and a deletion, each with its success', async () => {
  const { post, remove, get } = await simulated()
  expect(await post('/api/models/start/llama3.2:3b')).toBe(200)
  expect(await post('/api/models/restart/llama3.2:3b')).toBe(200)
  expect(await post('/api/models/pull/smollm2:135m')).toBe(200)
  expect(await post('/api/models/copy', { source: 'smollm2:135m', destination: 'twin' })).toBe(200)
  expect(await remove('/api/models/delete/twin')).toBe(200)
  const { operations }: Operations = await get('/api/metrics/performance')
  const counted = operations.filter(({ operation }) => !operation.startsWith('collector:'))
  expect(counted.map(({ operation, total, succeeded }) => [operation, total, succeeded]).toSorted()).toEqual([
    ['copy', 1, 1],
    ['delete', 1, 1],
    ['pull', 1, 1],
    ['restart', 1, 1],
    ['start', 1, 1],
  ])
})

test('a summary has health, operations, limits, models and the tokens of a day in one', async () => {
  const { post, get } = await simulated()
  await post('/api/chat', { model: 'llama3.2:3b', prompt: 'Hello', stream: false })
  const summary = await get('/api/metrics/summary')
  expect(summary).toMatchObject({ health: expect.any(String) })
  expect(summary.models.running).toBe((await get('/api/models/running')).models.length)
  expect(summary.models.available).toBeGreaterThan(1)
  expect(summary.tokens).toMatchObject({ requests: 1, errors: 0 })
  expect(summary.tokens.completion).toBeGreaterThan(0)
  expect(summary.performance.map(({ operation }: { operation: string }) => operation)).toContain('chat')
  expect(summary.rate_limits.map(({ bucket }: { bucket: string }) => bucket)).toContain('model_operations')
})
