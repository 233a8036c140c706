import type { IncomingMessage } from 'node:http'
import { type ApiContract, contract, defineEndpoints, endpointTable, type Problem } from '@ollama-dashboard/contracts'
import { Type } from '@sinclair/typebox'
import { expect, test } from 'vitest'
import { ApiError, createClient, etagOf, TransportError } from '../src/index.ts'
import { serve } from './serve.ts'

const client = (baseUrl: string, key?: string) =>
  createClient<ApiContract>(endpointTable(contract), { baseUrl, ...(key && { key }) })

const html = { 'content-type': 'text/html; charset=utf-8' }

const streaming = {
  demo: defineEndpoints({
    count: {
      method: 'POST',
      path: '/api/count',
      access: 'viewer',
      summary: 'Counts',
      status: 200,
      event: Type.Object({ n: Type.Integer() }),
    },
  }),
}

const problem: Problem = {
  type: 'urn:x',
  title: 'T',
  status: 404,
  detail: '"a" is not installed.',
  code: 'model_not_found',
  hint: 'Pull it first.',
  trace_id: 't1',
}

test('a call becomes its method, encoded path, query, key and JSON body', async () => {
  let seen: { request: IncomingMessage; body: string } | undefined
  const url = await serve(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen = { request, body }
    response.end('{"success":true}')
  })
  await client(`${url}/`, 'secret').models.start({
    params: { model: 'hf.co/org/model:Q4_K_M' },
    query: { instance: 'lab' },
    body: { keep_alive: '5m' },
  })
  expect(seen?.request.method).toBe('POST')
  expect(seen?.request.url).toBe('/api/models/start/hf.co/org/model%3AQ4_K_M?instance=lab')
  expect(seen?.request.headers.authorization).toBe('Bearer secret')
  expect(seen?.body).toBe('{"keep_alive":"5m"}')
})

test('the key goes in a header of its own where a proxy has Authorization for itself', async () => {
  let sent: IncomingMessage['headers'] = {}
  const url = await serve((request, response) => {
    sent = request.headers
    response.end('{}')
  })
  const options = {
    baseUrl: url,
    key: 'secret',
    keyHeader: 'x-api-key',
    headers: { authorization: 'Basic cHJveHk=' },
  } as const
  await createClient<ApiContract>(endpointTable(contract), options).models.running()
  expect(sent).toMatchObject({ 'x-api-key': 'secret', authorization: 'Basic cHJveHk=' })
})

test.each([
  ['hf.co/org/model', 'hf.co/org/model'],
  ['org/reset', 'org%2Freset'],
  ['recommended/model', 'recommended%2Fmodel'],
  ['a/../b', 'a%2F..%2Fb'],
  ['a//b', 'a%2F%2Fb'],
  ['a?b#c', 'a%3Fb%23c'],
])('a name in a path keeps its slashes where it cannot be read as another path: %s', async (model, expected) => {
  const urls: (string | undefined)[] = []
  const url = await serve((request, response) => {
    urls.push(request.url)
    response.end('{}')
  })
  await client(url).settings.get({ params: { model } })
  expect(urls).toEqual([`/api/models/settings/${expected}`])
})

test.each([
  [413, 'A proxy in front of the dashboard rejected a request of 2.0 MB.', /client_max_body_size 32m/],
  [401, 'A proxy in front of the dashboard requires its own sign-in.', /sign in there/],
  [403, 'A proxy in front of the dashboard denied the request (403).', /sign in if asked/],
  [404, 'A proxy in front of the dashboard found nothing at that address (404).', /BASE_PATH/],
  [429, 'A proxy in front of the dashboard is rate limiting requests (429).', /Wait/],
  [502, 'A proxy in front of the dashboard cannot reach it (502).', null],
  [503, 'A proxy in front of the dashboard cannot reach it, or is rate limiting requests (503).', /limit/],
  [504, 'A proxy in front of the dashboard timed out waiting for it (504).', /proxy_read_timeout 15m/],
  [521, 'A proxy in front of the dashboard cannot reach it (521).', null],
  [524, 'A proxy in front of the dashboard timed out waiting for it (524).', /timeout/],
  [200, 'A proxy in front of the dashboard returned its own page.', /sign in if asked/],
  [418, 'POST /api/chat returned status 418 in an unknown format.', /A proxy/],
])('a proxy page with status %i is reported as coming from the proxy, with a hint', async (status, message, hint) => {
  const url = await serve((request, response) => {
    request.resume().on('end', () => response.writeHead(status, html).end('<html><body>nginx</body></html>'))
  })
  const sent = { body: { model: 'a', prompt: 'x'.repeat(1_999_970) } }
  const error = await Array.fromAsync(client(url).chat.send(sent)).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(TransportError)
  expect(error).toMatchObject({ message, status, hint: hint === null ? null : expect.stringMatching(hint) })
})

test('a problem document is thrown with its code, hint, trace and waiting time', async () => {
  const url = await serve((_, response) => {
    response.writeHead(404, { 'content-type': 'application/problem+json', 'retry-after': '7' })
    response.end(JSON.stringify(problem))
  })
  const error = await client(url)
    .models.info({ params: { model: 'a' } })
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({
    code: 'model_not_found',
    status: 404,
    hint: 'Pull it first.',
    traceId: 't1',
    retryAfterSeconds: 7,
  })
})

test('a response without a problem document, and a missing response, are transport errors', async () => {
  const url = await serve((_, response) => response.writeHead(502).end('<html>bad gateway</html>'))
  await expect(client(url).system.stats()).rejects.toThrow(TransportError)
  await expect(client('http://127.0.0.1:1').system.stats()).rejects.toThrow(/could not be reached/)
})

test('a server that does not respond times out', async () => {
  const url = await serve(() => undefined)
  await expect(client(url).system.stats({}, { timeoutMs: 30 })).rejects.toThrow(/did not respond within 0.03 s/)
})

test("the caller's own abort is rethrown as it is", async () => {
  const url = await serve(() => undefined)
  const signal = AbortSignal.abort(new Error('left'))
  await expect(client(url).system.stats({}, { signal })).rejects.toThrow('left')
})

test('a stream yields its lines, however they are cut into chunks', async () => {
  const bytes = Buffer.from('{"n":1}\n\n{"n":2}\r\n{"n":3}')
  const url = await serve((_, response) => {
    for (const byte of bytes) response.write(Buffer.of(byte))
    response.end()
  })
  const seen: number[] = []
  for await (const { n } of createClient(endpointTable(streaming), { baseUrl: url }).demo.count()) seen.push(n)
  expect(seen).toEqual([1, 2, 3])
})

test('the failure of a stream that has begun is its last line, and is thrown', async () => {
  const url = await serve((_, response) => response.end(`{"n":1}\n${JSON.stringify({ error: problem })}\n`))
  const lines = createClient(endpointTable(streaming), { baseUrl: url }).demo.count()
  const seen: number[] = []
  const read = async () => {
    for await (const { n } of lines) seen.push(n)
  }
  await expect(read()).rejects.toMatchObject({ code: 'model_not_found' })
  expect(seen).toEqual([1])
})

test('leaving a stream early hangs up', async () => {
  const left = Promise.withResolvers<void>()
  const url = await serve((_, response) => {
    response.write('{"n":1}\n')
    response.once('close', () => left.resolve())
  })
  for await (const _ of createClient(endpointTable(streaming), { baseUrl: url }).demo.count()) break
  await left.promise
})

test('a response keeps its ETag, which guards the next change', async () => {
  const tags: (string | undefined)[] = []
  const url = await serve((request, response) => {
    tags.push(request.headers['if-match'])
    response.writeHead(200, { 'content-type': 'application/json', etag: '"v1"' }).end('{"settings":{}}')
  })
  const { settings } = client(url)
  const params = { model: 'llama3' }
  const entry = await settings.get({ params })
  expect(etagOf(entry)).toBe('"v1"')
  await settings.save({ params, body: { num_ctx: 4096 } }, { ifMatch: etagOf(entry) ?? '' })
  expect(tags).toEqual([undefined, '"v1"'])
  expect(etagOf({})).toBeNull()
})
