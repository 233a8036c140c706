import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { simulation } from './simulation.ts'

const digestOf = (content: string) => `sha256:${createHash('sha256').update(content).digest('hex')}`
const ZEROS = `sha256:${'0'.repeat(64)}`

test('a file is there once it was uploaded', async () => {
  const { send } = await simulation()
  const path = `/api/blobs/${digestOf('weights')}`
  expect((await send('HEAD', path)).status).toBe(404)
  expect((await send('POST', path, 'weights')).status).toBe(201)
  expect((await send('HEAD', path)).status).toBe(200)
  expect((await send('POST', path, 'weights')).status).toBe(200)
})

test('a file under a wrong digest is refused, and yet stored under its own', async () => {
  const { send } = await simulation()
  const answer = await send('POST', `/api/blobs/${ZEROS}`, 'weights')
  expect(answer.status).toBe(400)
  expect(await answer.json()).toEqual({
    error: `digest mismatch, expected "${ZEROS}", got "${digestOf('weights')}"`,
  })
  expect((await send('HEAD', `/api/blobs/${ZEROS}`)).status).toBe(404)
  expect((await send('POST', `/api/blobs/${digestOf('weights')}`, 'weights')).status).toBe(200)
})

test('what is no digest is refused', async () => {
  const { send } = await simulation()
  const answer = await send('POST', '/api/blobs/sha256:xyz', 'x')
  expect(answer.status).toBe(400)
  expect(await answer.json()).toEqual({ error: 'invalid digest format' })
})
