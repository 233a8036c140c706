import type { Problem } from '@ollama-dashboard/contracts'
import { DashboardError } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { type LinesOptions, sendLines } from '../src/http/answers/ndjson.ts'
import { as, serve, testApp } from './support.ts'

const headers = as('viewer')

async function appOf(values: () => AsyncIterable<unknown>, options: LinesOptions = {}) {
  const { app } = await testApp()
  const config = { permission: 'models.running', route: '/lines' } as const
  app.get('/lines', { config }, (request, reply) => sendLines(reply, request, values(), options))
  return app
}

const answerOf = async (values: () => AsyncIterable<unknown>) =>
  (await appOf(values)).inject({ url: '/lines', headers })

/** An answer whose headers are there, and the text of its body so far. */
async function opened(values: () => AsyncIterable<unknown>, options: LinesOptions) {
  const app = await appOf(values, options)
  const url = await serve(app)
  const answer = await fetch(`${url}/lines`, { headers })
  let text = ''
  const ended = (async () => {
    for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) text += piece
    return text
  })()
  return { status: answer.status, text: () => text, ended }
}

const held = () => Promise.withResolvers<void>()
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
  const [one, two] = [held(), held()]
  const values = async function* () {
    await one.promise
    yield 1
    await two.promise
    yield 2
  }
  const { status, text, ended } = await opened(values, { patienceMs: 10 })
  expect(status).toBe(200)
  await expect.poll(text).toMatch(/^\n{2,}$/)
  one.resolve()
  await expect.poll(text).toMatch(/^\n{2,}1\n\n{2,}$/)
  two.resolve()
  expect(await ended).toMatch(/^\n{2,}1\n\n{2,}2\n$/)
})

test('headers leave when the first line has kept them waiting long enough, not a heartbeat later', async () => {
  const one = held()
  const values = async function* () {
    await one.promise
    yield 1
  }
  // The first heartbeat would come when this test has long been given up.
  const { ended } = await opened(values, { patienceMs: 10, heartbeatMs: 600_000 })
  one.resolve()
  expect(await ended).toBe('\n1\n')
})

test('what fails after the headers went is the last line, though none came before it', async () => {
  const failure = held()
  // biome-ignore lint/correctness/useYield: it fails before its first value.
  const values = async function* () {
    await failure.promise
  }
  const { status, ended } = await opened(values, { patienceMs: 10 })
  expect(status).toBe(200)
  failure.reject(cannot())
  expect(await ended).toMatch(/^\n+\{"error":\{.*"ollama_unreachable".*\}\}\n$/)
})
