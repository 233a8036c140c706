import { describe, expect, test } from 'vitest'
import { fakeCore, sessionToken } from './fake-core.ts'
import { as, keyOf, testApp, testClock, unlimited } from './support.ts'

async function setUp(options: { keys?: null } = {}) {
  const clock = testClock()
  const { core, asked } = fakeCore()
  const buckets = {
    ...unlimited,
    model_operations: { capacity: 5, windowSeconds: 60 },
    interactive_operations: { capacity: 8, windowSeconds: 60 },
    background_updates: { capacity: 1, windowSeconds: 10 },
  }
  const { app } = await testApp({ core, buckets, now: clock.now, ...options })
  const stop = (headers: Record<string, string> = as('operator'), remoteAddress = '127.0.0.1') =>
    app.inject({ method: 'POST', url: '/api/models/stop/llama3', headers, remoteAddress })
  return { app, clock, asked, stop }
}

describe('a bucket of five', () => {
  test('lets one more pass after Retry-After, and not before', async () => {
    const { asked, clock, stop } = await setUp()
    await Promise.all(Array.from({ length: 5 }, () => stop()))
    const refused = await stop()
    expect(asked).toHaveLength(5)
    expect(refused.json()).toMatchObject({ code: 'rate_limited', status: 429 })
    expect(refused.headers['retry-after']).toBe('12')
    expect(refused.headers['ratelimit']).toBe('"model_operations";r=0;t=60')
    clock.advance(11)
    const early = await stop()
    expect([early.statusCode, early.headers['retry-after']]).toEqual([429, '1'])
    clock.advance(1)
    expect((await stop()).statusCode).toBe(200)
    expect((await stop()).statusCode).toBe(429)
  })

  test('is told with every answer that it is charged for', async () => {
    const { stop } = await setUp()
    const { headers } = await stop()
    expect(headers['ratelimit-policy']).toBe('"model_operations";q=5;w=60')
    expect(headers['ratelimit']).toBe('"model_operations";r=4;t=12')
  })

  test('is shared by the operations it is of, and by no other key', async () => {
    const { app, stop } = await setUp()
    await Promise.all(Array.from({ length: 5 }, () => stop()))
    const restart = await app.inject({ method: 'POST', url: '/api/models/restart/x', headers: as('operator') })
    expect(restart.statusCode).toBe(429)
    expect((await stop(as('admin'))).statusCode).toBe(200)
  })

  test('belongs to the address where there is no key', async () => {
    const { stop } = await setUp({ keys: null })
    const headers = { host: 'localhost' }
    await Promise.all(Array.from({ length: 5 }, () => stop(headers)))
    expect((await stop(headers)).statusCode).toBe(429)
    expect((await stop(headers, '127.0.0.2')).statusCode).toBe(200)
  })

  test('is not charged for what is refused before the handler', async () => {
    const { app, stop } = await setUp()
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await stop(as('viewer'))).statusCode).toBe(403)
      const invalid = { method: 'POST', url: '/api/models/stop/a..b', headers: as('operator') } as const
      expect((await app.inject(invalid)).statusCode).toBe(400)
    }
    expect((await stop()).headers['ratelimit']).toBe('"model_operations";r=4;t=12')
  })
})

test('a refresh costs a token, and without one the cache answers', async () => {
  const { app, asked, clock } = await setUp()
  const read = () =>
    app.inject({ url: '/api/models/running?refresh=true', headers: { authorization: `Bearer ${keyOf('viewer')}` } })
  for (const _ of [1, 2]) expect((await read()).statusCode).toBe(200)
  clock.advance(10)
  expect((await read()).headers['ratelimit']).toBe('"background_updates";r=0;t=10')
  expect(asked.map(([, , refresh]) => refresh)).toEqual([true, false, true])
})

test('a read that asks for no refresh costs nothing', async () => {
  const { app } = await setUp()
  const { headers } = await app.inject({ url: '/api/models/running?refresh=false', headers: as('viewer') })
  expect(headers['ratelimit']).toBeUndefined()
})

describe('the buckets of a caller', () => {
  const read = async (app: Awaited<ReturnType<typeof setUp>>['app'], role: 'viewer' | 'operator' = 'operator') =>
    (await app.inject({ url: '/api/metrics/rate-limits', headers: as(role) })).json().buckets

  test('are told as they stand, without charging anything', async () => {
    const { app, clock, stop } = await setUp()
    await stop()
    await stop()
    clock.advance(6)
    const [operations, ...others] = await read(app)
    expect(operations).toEqual({
      bucket: 'model_operations',
      capacity: 5,
      remaining: 3,
      refill_per_second: 5 / 60,
      resets_in_seconds: 18,
    })
    expect(others).toMatchObject([
      { bucket: 'model_pull', remaining: 1_000_000, resets_in_seconds: 0 },
      { bucket: 'background_updates', capacity: 1, remaining: 1, refill_per_second: 0.1, resets_in_seconds: 0 },
    ])
    expect(await read(app)).toEqual([operations, ...others])
  })

  test('belong to no other caller', async () => {
    const { app, stop } = await setUp()
    await stop()
    expect((await read(app, 'viewer'))[0].remaining).toBe(5)
    expect((await app.inject({ url: '/api/metrics/rate-limits' })).statusCode).toBe(401)
  })
})

describe('a person at the page', () => {
  const page = { 'sec-fetch-site': 'same-origin' }
  const local = { host: 'localhost', ...page }
  const signedIn = { cookie: `od_session=${sessionToken}`, ...page }

  test.each([
    ['of this machine', { keys: null }, local],
    ['who is signed in', {}, signedIn],
  ] as const)('%s has an allowance apart from that of programs', async (_, options, headers) => {
    const { stop } = await setUp(options)
    for (let clicks = 0; clicks < 8; clicks += 1) expect((await stop(headers)).statusCode).toBe(200)
    const refused = await stop(headers)
    expect(refused.json()).toMatchObject({
      code: 'rate_limited',
      detail: 'Rate limit reached: 8 model operations per minute (RATE_LIMIT_INTERACTIVE_OPERATIONS).',
    })
    const program = 'keys' in options ? { host: 'localhost' } : as('operator')
    expect((await stop(program)).headers['ratelimit-policy']).toBe('"model_operations";q=5;w=60')
  })

  test('does not get it with a key in the request, which programs send', async () => {
    const { stop } = await setUp()
    expect((await stop({ ...as('operator'), ...page })).headers['ratelimit-policy']).toContain('model_operations')
  })

  test('starts many models with one operation', async () => {
    const { app } = await setUp()
    const payload = { models: Array.from({ length: 50 }, (_, index) => `m${index}`) }
    const bulk = await app.inject({ method: 'POST', url: '/api/models/bulk/start', headers: signedIn, payload })
    expect(bulk.headers['ratelimit']).toMatch(/^"interactive_operations";r=7;/)
  })

  test('is told of it', async () => {
    const { app } = await setUp()
    const { buckets } = (await app.inject({ url: '/api/metrics/rate-limits', headers: signedIn })).json()
    expect(buckets.map(({ bucket }: { bucket: string }) => bucket)).toEqual([
      'interactive_operations',
      'interactive_pull',
      'background_updates',
    ])
  })
})

describe('a bulk action', () => {
  const models = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`)

  test('takes as many tokens as it has models, at most the whole bucket', async () => {
    const { app, asked, clock } = await setUp()
    const bulkStart = (count: number) =>
      app.inject({
        method: 'POST',
        url: '/api/models/bulk/start',
        headers: as('operator'),
        payload: { models: models(count) },
      })
    expect((await bulkStart(3)).headers['ratelimit']).toBe('"model_operations";r=2;t=36')
    const refused = await bulkStart(3)
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '12'])
    clock.advance(12)
    expect((await bulkStart(3)).statusCode).toBe(200)
    clock.advance(60)
    expect((await bulkStart(50)).statusCode).toBe(200)
    expect(asked.map(([, names]) => names)).toEqual([models(3), models(3), models(50)])
  })

  test.each(['stop', 'delete'])('%s costs as much', async (action) => {
    const { app } = await setUp()
    const url = `/api/models/bulk/${action}`
    const bulk = { method: 'POST', url, headers: as('admin'), payload: { models: models(3) } } as const
    expect((await app.inject(bulk)).headers['ratelimit']).toBe('"model_operations";r=2;t=36')
  })
})
