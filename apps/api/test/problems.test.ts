import { DashboardError } from '@ollama-dashboard/core'
import { describe, expect, test } from 'vitest'
import { fakeCore } from './fake-core.ts'
import { problemOf, start } from './problem-of.ts'
import { as, testApp } from './support.ts'

describe('a query', () => {
  test.each([
    ['/api/models/running?refesh=true', '/query/refesh', 'is not a known field'],
    ['/api/models/running?refresh=perhaps', '/query/refresh', 'must be true or false'],
    ['/api/models/running?instance=', '/query/instance', 'must not be empty'],
    ['/api/test?x', '/query/x', 'is not a known field'],
    ['/api/events/recent?limit=0', '/query/limit', 'must be at least 1'],
    ['/api/events/recent?limit=1.5', '/query/limit', 'must be a whole number'],
    ['/api/system/stats/history?range=2h', '/query/range', 'must be one of "15m", "1h", "24h", "7d", "30d", "1y"'],
    [
      '/api/system/stats/history?range=1h&range=7d',
      '/query/range',
      'must be one of "15m", "1h", "24h", "7d", "30d", "1y"',
    ],
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
