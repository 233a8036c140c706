import { Problem } from '@ollama-dashboard/contracts'
import { DashboardError } from '@ollama-dashboard/core'
import { Value } from '@sinclair/typebox/value'
import type { InjectOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { fakeCore } from './fake-core.ts'
import { as, testApp } from './support.ts'

/** The problem document that answers a request of an admin. */
async function problemOf(request: InjectOptions, core = fakeCore().core) {
  const { app } = await testApp({ core })
  const answer = await app.inject({ ...request, headers: { ...as('admin'), ...request.headers } })
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(answer.headers['x-request-id']).toBeTruthy()
  const problem: Problem = answer.json()
  expect([...Value.Errors(Problem, problem)]).toEqual([])
  expect(problem.status).toBe(answer.statusCode)
  expect(problem.type).toBe(`urn:ollama-dashboard:problem:${problem.code}`)
  return { problem, headers: answer.headers, raw: answer.body }
}

const start = (
  payload: unknown,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): InjectOptions => ({
  method: 'POST',
  url: '/api/models/start/llama3',
  headers,
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
})

describe('a body', () => {
  test.each([
    ['{"keep_alive":', '/body', 'must be valid JSON, without the keys "__proto__" and "constructor"'],
    ['{"__proto__": {"a": 1}}', '/body', 'must be valid JSON, without the keys "__proto__" and "constructor"'],
    [
      '{"constructor": {"prototype": {}}}',
      '/body',
      'must be valid JSON, without the keys "__proto__" and "constructor"',
    ],
    ['{"settings": {"__proto__": 1}}', '/body', 'must be valid JSON, without the keys "__proto__" and "constructor"'],
    ['{"constructor": 1}', '/body/constructor', 'is not a known field'],
    ['{"pull": "true"}', '/body/pull', 'must be true or false'],
    ['{"settings": {"temperature": 3}}', '/body/settings/temperature', 'must be at most 2'],
    ['{"settings": {"num_ctx": 1.5}}', '/body/settings/num_ctx', 'must be a whole number'],
    [
      '{"settings": {"think": "more"}}',
      '/body/settings/think',
      'must be true, false or "low", "medium", "high", "max"',
    ],
    ['{"settings": {"stop": ["a", 1]}}', '/body/settings/stop/1', 'must be a string'],
    [
      '{"keep_alive": "soon"}',
      '/body/keep_alive',
      'must be a number of seconds (negative: never unload), or a duration such as "5m" or "1h30m", up to 292 years',
    ],
    ['[]', '/body', 'must be an object'],
    ['null', '/body', 'must be an object'],
  ])('%s is refused, naming %s', async (payload, path, message) => {
    const { problem } = await problemOf(start(payload))
    expect(problem.code).toBe('validation_failed')
    expect(problem.errors).toEqual([{ path, message }])
  })

  test.each(['GZIP', 'br'])('that is compressed by %s is refused as such', async (encoding) => {
    const { problem } = await problemOf(
      start('{}', { 'content-type': 'application/json', 'content-encoding': encoding }),
    )
    const message = 'must be absent: compressed bodies are not supported'
    expect(problem.errors).toEqual([{ path: '/headers/content-encoding', message }])
  })

  test('in Latin-1 is refused, not changed to what can be read', async () => {
    const payload = Buffer.from('{"settings": {"system": "für alle"}}', 'latin1')
    const { problem } = await problemOf({ ...start(''), payload })
    expect(problem.errors).toEqual([{ path: '/body', message: 'must be UTF-8 text' }])
  })

  test('is told all that is wrong with it', async () => {
    const { problem } = await problemOf(start({ pull: 1, settings: { top_p: -1, seed: 'x' } }))
    expect(problem.errors?.map(({ path }) => path).sort()).toEqual([
      '/body/pull',
      '/body/settings/seed',
      '/body/settings/top_p',
    ])
    expect(problem.detail).toContain('settings.top_p must be at least 0')
  })

  test.each(['text/plain', 'application/jsonp', 'nonsense'])('of type %s is refused', async (type) => {
    const { problem } = await problemOf(start('{}', { 'content-type': type }))
    expect(problem.code).toBe('validation_failed')
    expect(problem.errors).toEqual([{ path: '/headers/content-type', message: 'must be application/json' }])
  })

  test('over a megabyte is refused before it is read', async () => {
    const { problem } = await problemOf(start(JSON.stringify({ a: 'x'.repeat(1024 * 1024) })))
    expect(problem).toMatchObject({ status: 413, code: 'body_too_large', hint: 'The limit is 1 MB.' })
  })

  test('may be absent, or empty with its type named, where all of it is optional', async () => {
    const { core, asked } = fakeCore()
    const { app } = await testApp({ core })
    for (const headers of [as('admin'), { ...as('admin'), 'content-type': 'application/json' }]) {
      const { statusCode } = await app.inject({ method: 'POST', url: '/api/models/start/llama3', headers })
      expect(statusCode).toBe(200)
    }
    expect(asked).toEqual([
      ['start', 'llama3', {}],
      ['start', 'llama3', {}],
    ])
  })

  test('is refused where the endpoint takes none', async () => {
    const { problem } = await problemOf({ ...start({ force: true }), url: '/api/models/stop/llama3' })
    expect(problem.errors).toEqual([{ path: '/body', message: 'must be empty' }])
  })
})

describe('a query', () => {
  test.each([
    ['/api/models/running?refesh=true', '/query/refesh', 'is not a known field'],
    ['/api/models/running?refresh=perhaps', '/query/refresh', 'must be true or false'],
    ['/api/models/running?instance=', '/query/instance', 'must not be empty'],
    ['/api/test?x', '/query/x', 'is not a known field'],
    ['/api/events/recent?limit=0', '/query/limit', 'must be at least 1'],
    ['/api/events/recent?limit=1.5', '/query/limit', 'must be a whole number'],
    ['/api/system/stats/history?range=2h', '/query/range', 'must be one of "15m", "1h", "24h", "7d"'],
    ['/api/system/stats/history?range=1h&range=7d', '/query/range', 'must be one of "15m", "1h", "24h", "7d"'],
  ])('%s is refused', async (url, path, message) => {
    const { problem } = await problemOf({ url })
    expect(problem.code).toBe('validation_failed')
    expect(problem.errors).toEqual([{ path, message }])
  })
})

describe('an address', () => {
  test('that leads nowhere is 404 under /api, whatever is sent there', async () => {
    expect((await problemOf({ url: '/api/nothing' })).problem.code).toBe('not_found')
    const posted = await problemOf({ ...start('{'), url: '/api/nothing' })
    expect(posted.problem.code).toBe('not_found')
    expect((await problemOf({ url: '/api' })).problem.code).toBe('not_found')
  })

  test.each([
    ['GET', '/api/models/start/llama3', 'POST'],
    ['POST', '/api/models/info/hf.co/org/model', 'GET, HEAD'],
    ['GET', '/api/models/settings/hf.co/org/model/reset', 'POST'],
    ['POST', '/health', 'GET, HEAD'],
    ['OPTIONS', '/api/test', 'GET, HEAD'],
  ] as const)('%s %s is 405 and names what is allowed', async (method, url, allow) => {
    const { problem, headers } = await problemOf({ method, url })
    expect(problem.code).toBe('method_not_allowed')
    expect(headers['allow']).toBe(allow)
  })

  test('that is not encoded correctly is refused without being repeated', async () => {
    const { problem, raw, headers } = await problemOf({ url: '/api/models/info/%zz-secret' })
    expect(problem.code).toBe('validation_failed')
    expect(raw).not.toContain('zz-secret')
    expect(headers['content-security-policy']).toContain("default-src 'self'")
  })

  test('that is scanned for is limited by address', async () => {
    const { app } = await testApp()
    const statuses = new Set<number>()
    for (let tries = 0; tries < 61; tries += 1) {
      statuses.add((await app.inject({ url: `/api/scan/${tries}`, remoteAddress: '10.0.0.1' })).statusCode)
    }
    expect([...statuses]).toEqual([404, 429])
    const other = await app.inject({ url: '/api/scan', remoteAddress: '10.0.0.2' })
    expect(other.statusCode).toBe(404)
  })
})

describe('a failure of core', () => {
  const failing = (error: unknown) =>
    fakeCore({
      status: async () => {
        throw error
      },
    }).core

  test('keeps its code, hint and fields', async () => {
    const error = new DashboardError('ollama_busy', 'The queue is full.', { hint: 'Wait.', retryAfterSeconds: 1.2 })
    const { problem, headers } = await problemOf({ url: '/api/models/status/llama3' }, failing(error))
    expect(problem).toMatchObject({ status: 503, code: 'ollama_busy', detail: 'The queue is full.', hint: 'Wait.' })
    expect(headers['retry-after']).toBe('2')
  })

  test('that nobody foresaw tells nothing of the inside, and is logged with its trace', async () => {
    const core = failing(new TypeError('cannot read /home/me/.ollama: token=abc'))
    const { app, lines } = await testApp({ core })
    const answer = await app.inject({ url: '/api/models/status/llama3', headers: as('viewer') })
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal', detail: 'Internal error.' })
    expect(answer.body).not.toMatch(/home|token|TypeError/)
    const logged = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'request failed')
    expect(logged).toMatchObject({
      level: 'error',
      trace_id: answer.json().trace_id,
      route: '/api/models/status/:model',
    })
    expect(logged.err.stack).toContain('TypeError')
  })

  test.each([null, undefined, 'text', { statusCode: 200 }])(
    'that is %j and no error is internal too',
    async (thrown) => {
      const { problem } = await problemOf({ url: '/api/models/status/llama3' }, failing(thrown))
      expect(problem.code).toBe('internal')
    },
  )
})
