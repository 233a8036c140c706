import { request } from 'node:http'
import { defineEndpoints, type Problem } from '@ollama-dashboard/contracts'
import { Type } from '@sinclair/typebox'
import { expect, test } from 'vitest'
import { createBuckets } from '../src/http/buckets.ts'
import { registerEndpoints } from '../src/http/endpoints.ts'
import type { RequestContext } from '../src/http/request-context.ts'
import { fakeCore } from './fake-core.ts'
import { as, serve, testApp, unlimited } from './support.ts'

/** In the place of an operation that viewers have the permission for. */
const rows = defineEndpoints({
  running: {
    method: 'GET',
    path: '/api/count',
    access: 'viewer',
    summary: 'Counts',
    status: 200,
    event: Type.Object({ n: Type.Integer() }),
  },
})

type Count = (call: RequestContext) => AsyncIterable<{ n: number }>

/** An app with one stream beside its own endpoints. */
async function streaming(count: Count) {
  const { core } = fakeCore()
  const { app, lines } = await testApp({ core })
  const buckets = createBuckets({ policies: unlimited, now: Date.now })
  registerEndpoints(app, 'models', rows, { running: (_, call) => count(call) }, { core, buckets })
  return { app, lines, read: () => app.inject({ url: '/api/count', headers: as('viewer') }) }
}

async function* upTo(last: number) {
  for (let n = 1; n <= last; n += 1) yield { n }
}

/** Yields one event and then waits for its end; `ended` tells that it came. */
function endless() {
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  async function* count({ context: { signal } }: RequestContext) {
    try {
      yield { n: 1 }
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    } finally {
      resolve()
    }
  }
  return { count, ended }
}

test('a stream is one JSON value a line', async () => {
  const { read } = await streaming(() => upTo(3))
  const answer = await read()
  expect(answer.headers['content-type']).toBe('application/x-ndjson')
  expect(answer.body).toBe('{"n":1}\n{"n":2}\n{"n":3}\n')
})

test('a stream of nothing is empty', async () => {
  const { read } = await streaming(() => upTo(0))
  expect((await read()).body).toBe('')
})

test('a failure after it is the last line, and tells nothing of the inside', async () => {
  const { read, lines } = await streaming(async function* () {
    yield* upTo(1)
    throw new Error('secret')
  })
  const answer = await read()
  expect(answer.statusCode).toBe(200)
  const [first, last] = answer.body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(first).toEqual({ n: 1 })
  expect(last.error satisfies Problem).toMatchObject({ code: 'internal', status: 500 })
  expect(answer.body).not.toContain('secret')
  expect(lines.join('\n')).toContain('request failed')
})

test('a caller who leaves ends the work', async () => {
  const { count, ended } = endless()
  const { app, lines } = await streaming(count)
  const address = await serve(app)
  const call = request(`${address}/api/count`, { headers: as('viewer') }, (answer) => {
    answer.on('error', () => undefined)
    answer.once('data', () => call.destroy())
  })
  call.on('error', () => undefined).end()
  await ended
  await app.close()
  expect(lines.join('\n')).not.toContain('"level":"error"')
  expect(lines.map((line) => JSON.parse(line).msg)).toContain('caller left')
})

test('a caller who leaves before the first event is told of as one who left, and as no failure', async () => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>()
  // As a stream fails whose reader is gone before its first byte.
  const premature = Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' })
  const { app, lines } = await streaming(async function* ({ context: { signal } }) {
    isAsked()
    yield* upTo(0)
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(premature)))
  })
  const address = await serve(app)
  const call = request(`${address}/api/count`, { headers: as('viewer') })
  call.on('error', () => undefined).end()
  await asked
  call.destroy()
  await expect.poll(() => lines.map((line) => JSON.parse(line).msg)).toContain('caller left')
  await app.close()
  expect(lines.join('\n')).not.toContain('"level":"error"')
})

test('a server that closes ends the streams that have not ended in time with a problem', async () => {
  const { count, ended } = endless()
  const { app } = await streaming(count)
  const address = await serve(app)
  const answer = await fetch(`${address}/api/count`, { headers: as('viewer') })
  const reading = answer.text()
  await app.close()
  await ended
  const last = (await reading).trimEnd().split('\n').at(-1)
  expect(JSON.parse(last ?? '').error).toMatchObject({ code: 'shutting_down', status: 503 })
})
