import type { Problem } from '@ollama-dashboard/contracts'
import { DashboardError } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { sendLines } from '../src/ndjson.ts'
import { as, testApp } from './support.ts'

const headers = as('viewer')

/** Answers of what these values are, with headers after 20 ms at the latest. */
async function answerOf(values: () => AsyncIterable<unknown>) {
  const { app } = await testApp()
  const config = { access: 'viewer', route: '/lines' } as const
  app.get('/lines', { config }, (request, reply) => sendLines(reply, request, values(), { patienceMs: 20 }))
  return app.inject({ url: '/lines', headers })
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const cannot = () => new DashboardError('ollama_unreachable', 'Ollama cannot be reached.')

test('a failure before the first line keeps its status; one after it is the last line', async () => {
  // biome-ignore lint/correctness/useYield: it fails before its first value.
  const early = await answerOf(async function* () {
    throw cannot()
  })
  expect([early.statusCode, early.json().code]).toEqual([503, 'ollama_unreachable'])

  const late = await answerOf(async function* () {
    yield { one: 1 }
    throw cannot()
  })
  const [first, last = '', ...more] = late.body.split('\n')
  expect([late.statusCode, first, more]).toEqual([200, '{"one":1}', ['']])
  expect((JSON.parse(last) as { error: Problem }).error).toMatchObject({ code: 'ollama_unreachable', status: 503 })
})

test('a source that takes its time is shown to live by empty lines, before its first value and between two', async () => {
  const { body, statusCode } = await answerOf(async function* () {
    await pause(120)
    yield 1
    await pause(120)
    yield 2
  })
  expect(statusCode).toBe(200)
  expect(body).toMatch(/^\n{2,}1\n\n{2,}2\n$/)
})

test('headers leave when the first line has kept them waiting long enough, not a heartbeat later', async () => {
  const { app } = await testApp()
  const config = { access: 'viewer', route: '/lines' } as const
  const late = async function* () {
    await pause(1500)
    yield 1
  }
  app.get('/lines', { config }, (request, reply) => sendLines(reply, request, late(), { patienceMs: 600 }))
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const askedAt = performance.now()
  const answer = await fetch(`${url}/lines`, { headers })
  expect(performance.now() - askedAt).toBeLessThan(1100)
  expect(await answer.text()).toMatch(/^\n+1\n$/)
})

test('what fails after the headers went is the last line, though none came before it', async () => {
  // biome-ignore lint/correctness/useYield: it fails before its first value.
  const { body, statusCode } = await answerOf(async function* () {
    await pause(100)
    throw cannot()
  })
  expect(statusCode).toBe(200)
  expect(body).toMatch(/^\n+\{"error":\{.*"ollama_unreachable".*\}\}\n$/)
})
