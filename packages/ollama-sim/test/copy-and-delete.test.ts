import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { simulation } from './simulation.ts'

test('a copy is listed beside its source with the same digest', async () => {
  const { send, installed } = await simulation()
  const answer = await send('POST', '/api/copy', { source: 'qwen3:14b', destination: 'mine' })
  expect(answer.status).toBe(200)
  expect(await answer.text()).toBe('')
  const models = await installed()
  expect(models.get('mine:latest')?.digest).toBe(models.get('qwen3:14b')?.digest)
  expect([...models.keys()][0]).toBe('mine:latest')
})

test('a copy over an existing model replaces it, under the spelling that is there', async () => {
  const { send, installed } = await simulation()
  await send('POST', '/api/copy', { source: 'gpt-oss:20b', destination: 'QWEN3:14B' })
  const models = await installed()
  expect(models.has('QWEN3:14B')).toBe(false)
  expect(models.get('qwen3:14b')?.digest).toBe(models.get('gpt-oss:20b')?.digest)
})

test('a deleted model is gone from the list, and its name is free', async () => {
  const { send, installed } = await simulation()
  const answer = await send('DELETE', '/api/delete', { model: 'Qwen3:14b' })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-length')).toBe('0')
  expect((await installed()).has('qwen3:14b')).toBe(false)
  expect((await send('DELETE', '/api/delete', { name: 'qwen3:14b' })).status).toBe(404)
})

test('a running model goes on running when it is deleted', async () => {
  const { send, running } = await simulation()
  await send('DELETE', '/api/delete', { model: 'qwen3:14b' })
  expect(await running()).toContain('qwen3:14b')
})

test('layers that another model shares survive a deletion, the others do not', async () => {
  const { send, simulator } = await simulation()
  const weights = simulator.scenario.models.find((model) => model.name === 'qwen3:14b')?.weights ?? ''
  await send('POST', '/api/copy', { source: 'qwen3:14b', destination: 'backup' })
  await send('DELETE', '/api/delete', { model: 'qwen3:14b' })
  expect((await send('HEAD', `/api/blobs/${weights}`)).status).toBe(200)
  await send('DELETE', '/api/delete', { model: 'backup' })
  expect((await send('HEAD', `/api/blobs/${weights}`)).status).toBe(404)
})

test('a delete whose length is not declared has no body for Ollama', async () => {
  const { url, installed } = await simulation()
  // Node leaves the length of a DELETE out unless told.
  const asking = request(new URL('/api/delete', url), { method: 'DELETE', agent: false })
  asking.end(JSON.stringify({ model: 'qwen3:14b' }))
  const [answer] = await once(asking, 'response')
  expect(answer.statusCode).toBe(400)
  expect(JSON.parse(await text(answer))).toEqual({ error: 'missing request body' })
  expect((await installed()).has('qwen3:14b')).toBe(true)
})
