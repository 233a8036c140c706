import { expect, test } from 'vitest'
import type { FaultKind } from '../src/index.ts'
import { type Json, liveLines, simulation } from './simulation.ts'

const SMOL = 'smollm2:135m'

/** A pull that meets a fault once. */
async function faultyPull(kind: FaultKind) {
  const running = await simulation({ scenario: 'empty', speed: 10 })
  running.simulator.faults.add({ kind, path: '/api/pull', model: SMOL, count: 1 })
  return running
}

test.each([
  ['error_line', /^max retries exceeded: unexpected EOF$/],
  ['disk_full', /^write \/.*\/blobs\/sha256-[0-9a-f]{64}-partial: no space left on device$/],
] as const)('%s ends a pull with an error, and the next one succeeds', async (kind, error) => {
  const { lines, installed } = await faultyPull(kind)
  const failed = await lines('/api/pull', { model: SMOL })
  expect(failed.length).toBeGreaterThan(2)
  expect(failed.at(-1)?.['error']).toMatch(error)
  expect(await installed()).toEqual(new Map())
  expect((await lines('/api/pull', { model: SMOL })).at(-1)).toEqual({ status: 'success' })
})

test('an error of a pull without a stream has a status', async () => {
  const { send } = await faultyPull('disk_full')
  const answer = await send('POST', '/api/pull', { model: SMOL, stream: false })
  expect(answer.status).toBe(500)
  expect(await answer.json()).toEqual({ error: expect.stringMatching(/no space left on device$/) })
})

test('a pull can end without success, and then nothing is installed', async () => {
  const { lines, installed } = await faultyPull('truncate')
  const cut = await lines('/api/pull', { model: SMOL })
  expect(cut.at(-1)).toHaveProperty('digest')
  // What the pull left behind would have come long before this.
  expect((await lines('/api/pull', { model: 'all-minilm' })).at(-1)).toEqual({ status: 'success' })
  expect([...(await installed()).keys()]).toEqual(['all-minilm:latest'])
})

test('a pull can be reset in the middle', async () => {
  const { send } = await faultyPull('reset_stream')
  const response = await send('POST', '/api/pull', { model: SMOL })
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow()
})

test('a pull can fall silent and stay so until the caller leaves', async () => {
  const { send, lines } = await faultyPull('stall')
  const leaving = new AbortController()
  const response = await send('POST', '/api/pull', { model: SMOL }, leaving.signal)
  const seen: Json[] = []
  const reading = (async () => {
    for await (const line of liveLines(response)) seen.push(line)
  })()
  reading.catch(() => undefined)
  // Time enough for a whole pull that does not stall.
  await lines('/api/pull', { model: SMOL })
  expect(seen).toHaveLength(2)
  leaving.abort()
  await expect(reading).rejects.toThrow()
})

test('progress can run backwards for a moment, and the pull succeeds all the same', async () => {
  const { lines } = await faultyPull('backwards')
  const pulled = await lines('/api/pull', { model: SMOL })
  const digest = pulled.find((line) => line['completed'] !== undefined)?.['digest']
  const completed = pulled.filter((line) => line['digest'] === digest).map((line) => Number(line['completed'] ?? 0))
  expect(completed.filter((bytes, index) => bytes < (completed[index - 1] ?? 0))).toHaveLength(1)
  expect(pulled.at(-1)).toEqual({ status: 'success' })
})
