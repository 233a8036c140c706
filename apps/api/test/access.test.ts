import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { App } from '../src/app.ts'
import { sessionToken } from './fake-core.ts'
import { as, keyOf, testApp, testClock } from './support.ts'

const file = join(import.meta.dirname, 'access.matrix.txt')
const evil = 'https://evil.example'

type Method = 'GET' | 'HEAD' | 'POST'
type Callers = Readonly<Record<string, Readonly<Record<string, string>>>>

const withKeys: Callers = {
  none: {},
  wrong: { authorization: 'Bearer not-a-key' },
  viewer: as('viewer'),
  operator: as('operator'),
  admin: as('admin'),
  cross: { ...as('admin'), origin: evil, 'sec-fetch-site': 'cross-site' },
  session: { cookie: `od_session=${sessionToken}`, 'sec-fetch-site': 'same-origin' },
  // A page of another port of this machine: its requests carry the cookie.
  borrowed: { cookie: `od_session=${sessionToken}`, 'sec-fetch-site': 'same-site' },
  ended: { cookie: `od_session=${'e'.repeat(43)}`, 'sec-fetch-site': 'same-origin' },
}

const withoutKeys: Callers = {
  local: { host: '127.0.0.1:5000' },
  named: { host: 'localhost:5000', origin: 'http://localhost:5000', 'sec-fetch-site': 'same-origin' },
  rebound: { host: 'evil.example:5000' },
  cross: { host: '127.0.0.1:5000', origin: evil },
  fetched: { host: '127.0.0.1:5000', 'sec-fetch-site': 'cross-site' },
  port: { host: 'localhost:5000', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
}

/** What stands for the variable part of a route. */
const filled = (url: string) =>
  url
    .replace('/assets/*', '/assets/app-1a2b3c.js')
    .replace('/api/docs/static/*', '/api/docs/static/index.css')
    .replace(/:model/, 'llama3.2:3b')
    .replace('*', 'hf.co/org/model:Q4_K_M')

/** What each caller meets at each route that is registered: `ok`, or the status of the refusal. */
async function observe(app: App, callers: Callers): Promise<string[]> {
  await app.ready()
  const lines = [
    `${''.padEnd(51)}${Object.keys(callers)
      .map((name) => name.padEnd(9))
      .join('')}`,
  ]
  let address = 0
  for (const { url, methods } of app.routes) {
    for (const method of methods as Method[]) {
      // Told with its GET, which admits the same callers: see the test below.
      if (method === 'HEAD') continue
      const verdicts: string[] = []
      for (const headers of Object.values(callers)) {
        address += 1
        const remoteAddress = `10.0.${address >> 8}.${address & 255}`
        const { statusCode } = await app.inject({ method, url: filled(url), headers, remoteAddress })
        verdicts.push(statusCode < 400 ? 'ok' : String(statusCode))
      }
      lines.push(`${method.padEnd(7)}${url.padEnd(44)}${verdicts.map((verdict) => verdict.padEnd(9)).join('')}`)
    }
  }
  return lines.map((line) => line.trimEnd())
}

test('every route admits exactly the callers in access.matrix.txt', async () => {
  const { app } = await testApp()
  const { app: open } = await testApp({ keys: null })
  const observed = [
    'With keys',
    ...(await observe(app, withKeys)),
    '',
    'Without a key, on loopback',
    ...(await observe(open, withoutKeys)),
    '',
  ].join('\n')
  // A handler that fails admits nobody and refuses nobody: fakeCore() has no answer for it.
  expect(observed.split('\n').filter((line) => / 500\b/.test(line))).toEqual([])
  if (process.env['UPDATE']) await writeFile(file, observed)
  expect(observed).toBe(await readFile(file, 'utf8'))
})

test('HEAD is refused where GET is', async () => {
  const { app } = await testApp()
  await app.ready()
  for (const { url } of app.routes.filter(({ methods }) => methods.includes('HEAD'))) {
    const [get, head] = await Promise.all([app.inject(filled(url)), app.inject({ method: 'HEAD', url: filled(url) })])
    expect(head.statusCode, url).toBe(get.statusCode)
    expect(head.body).toBe('')
  }
})

test('a route that declares no access keeps the app from starting', async () => {
  const { app } = await testApp()
  app.get('/loose', () => 'x')
  await expect(app.ready()).rejects.toThrow('No access is declared for GET /loose')
})

describe('keys', () => {
  test('any key of a rotation is the same user', async () => {
    const { app } = await testApp()
    const session = (await app.inject({ url: '/api/session', headers: as('operator') })).json()
    expect(session).toEqual({ role: 'operator', key_id: 'env:operator', via: 'key' })
  })

  test.each([
    ['Bearer  ', 'Invalid key.'],
    [`Bearer ${keyOf('admin')} x`, 'Invalid key.'],
    [`Bearer ${keyOf('admin')}x`, 'Invalid key.'],
    // No key was sent: a proxy in front has a sign-in of its own, or somebody forgot the scheme.
    ['Basic a2V5', 'API key required.'],
    ['Bearer', 'API key required.'],
    [keyOf('admin'), 'API key required.'],
  ])('refuses %s: %s', async (authorization, detail) => {
    const { app } = await testApp()
    const answer = await app.inject({ url: '/api/test', headers: { authorization } })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer')
    expect(answer.json()).toMatchObject({ code: 'unauthorized', detail })
  })

  test('a key in the query string is no key', async () => {
    const { app } = await testApp()
    const { statusCode } = await app.inject(`/api/test?key=${keyOf('admin')}`)
    expect(statusCode).toBe(401)
  })

  test('an open endpoint treats a wrong key as no key', async () => {
    const { app } = await testApp()
    const answer = await app.inject({ url: '/api/session', headers: { authorization: 'Bearer nope' } })
    expect(answer.json()).toEqual({ role: null, key_id: null, via: 'none' })
  })
})

describe('after ten wrong keys in a minute', () => {
  const guess = { authorization: 'Bearer guess' }

  async function failTenTimes() {
    const clock = testClock()
    const { app } = await testApp({ now: clock.now })
    for (let tries = 0; tries < 10; tries += 1) {
      // Half of them where no key is needed: that is no way to guess for free.
      const { statusCode } = await app.inject({ url: tries % 2 ? '/api/session' : '/api/test', headers: guess })
      expect(statusCode).toBe(tries % 2 ? 200 : 401)
    }
    return { app, clock }
  }

  test('another wrong key of the address is answered with 429 until the minute is over', async () => {
    const { app, clock } = await failTenTimes()
    clock.advance(20)
    const refused = await app.inject({ url: '/api/test', headers: guess })
    expect(refused.statusCode).toBe(429)
    expect(refused.headers['retry-after']).toBe('40')
    expect(refused.json().code).toBe('rate_limited')
    clock.advance(40)
    expect((await app.inject({ url: '/api/test', headers: guess })).statusCode).toBe(401)
  })

  test('a valid key of the same address goes on: a stale client behind one NAT shuts nobody out', async () => {
    const { app } = await failTenTimes()
    expect((await app.inject({ url: '/api/test', headers: as('admin') })).statusCode).toBe(200)
  })

  test('open routes, other addresses and requests without a key go on', async () => {
    const { app } = await failTenTimes()
    for (const url of ['/health', '/ping', '/api/session', '/', '/assets/app-1a2b3c.js']) {
      expect((await app.inject({ url, headers: guess })).statusCode, url).toBe(200)
    }
    const elsewhere = await app.inject({ url: '/api/test', headers: guess, remoteAddress: '10.9.9.9' })
    expect(elsewhere.statusCode).toBe(401)
    expect((await app.inject('/api/test')).statusCode).toBe(401)
  })

  test('setting the clock back makes nobody wait longer', async () => {
    const { app } = await testApp()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    onTestFinished(() => void vi.useRealTimers())
    for (let tries = 0; tries < 10; tries += 1) await app.inject({ url: '/api/test', headers: guess })
    vi.setSystemTime(Date.now() - 86_400_000)
    const { headers } = await app.inject({ url: '/api/test', headers: guess })
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60)
  })

  test("a proxy's own sign-in never counts as a wrong key", async () => {
    const { app } = await testApp({ now: testClock().now })
    const basic = { authorization: 'Basic YW5uOnB3' }
    for (let tries = 0; tries < 11; tries += 1) {
      expect((await app.inject({ url: '/assets/app-1a2b3c.js', headers: basic })).statusCode).toBe(200)
    }
    expect((await app.inject({ url: '/api/test', headers: basic })).statusCode).toBe(401)
    expect((await app.inject({ url: '/api/session', headers: as('viewer') })).json().role).toBe('viewer')
  })

  test.each([
    [[], 429],
    [['10.0.0.0/8'], 401],
  ])('an address that a proxy tells counts where %j is trusted: then %s', async (trustProxy, expected) => {
    const { app } = await testApp({ now: testClock().now, trustProxy })
    let last = 0
    for (let tries = 0; tries < 11; tries += 1) {
      const headers = { ...guess, 'x-forwarded-for': `192.0.2.${tries}` }
      last = (await app.inject({ url: '/api/test', headers, remoteAddress: '10.0.0.1' })).statusCode
    }
    expect(last).toBe(expected)
  })

  test('an IPv6 caller cannot escape within its network', async () => {
    const { app } = await testApp({ now: testClock().now })
    for (let tries = 0; tries < 10; tries += 1) {
      await app.inject({ url: '/api/test', headers: guess, remoteAddress: `2001:db8:1:2::${tries}` })
    }
    const next = await app.inject({ url: '/api/test', headers: guess, remoteAddress: '2001:db8:1:2:ffff::1' })
    expect(next.statusCode).toBe(429)
  })
})

describe('without a key, on loopback', () => {
  const post = async (headers: Record<string, string>, corsOrigins: string[] = []) => {
    const { app } = await testApp({ keys: null, corsOrigins })
    const { statusCode, json } = await app.inject({ method: 'POST', url: '/api/models/stop/llama3', headers })
    return statusCode === 200 ? 'ok' : json().code
  }

  test.each([
    ['127.8.8.8:1', 'ok'],
    ['LOCALHOST:5000', 'ok'],
    ['[::1]:5000', 'ok'],
    ['localhost.evil.example', 'host_not_allowed'],
    ['192.168.1.5:5000', 'host_not_allowed'],
    ['0.0.0.0:5000', 'host_not_allowed'],
    ['localhost@evil.example', 'host_not_allowed'],
    ['evil.example#localhost', 'host_not_allowed'],
  ])('a request to the host "%s" is %s', async (host, expected) => {
    expect(await post({ host })).toBe(expected)
  })

  test.each([
    ['http://127.0.0.1:5000', 'ok'],
    ['http://127.0.0.1:3000', 'origin_not_allowed'],
    ['https://127.0.0.1:5000', 'ok'],
    ['http://localhost:5000', 'origin_not_allowed'],
    ['null', 'origin_not_allowed'],
  ])('a write from the origin %s is %s', async (origin, expected) => {
    expect(await post({ host: '127.0.0.1:5000', origin })).toBe(expected)
  })

  test.each([
    [{ 'x-forwarded-for': '203.0.113.9' }, 'host_not_allowed'],
    [{ 'x-forwarded-for': '127.0.0.1, 203.0.113.9' }, 'host_not_allowed'],
    [{ 'x-real-ip': '203.0.113.9' }, 'host_not_allowed'],
    [{ forwarded: 'for=127.0.0.1, for="[2001:db8::1]:4711";proto=https' }, 'host_not_allowed'],
    [{ forwarded: 'for=unknown' }, 'host_not_allowed'],
    [{ 'x-forwarded-for': '127.0.0.1' }, 'ok'],
    [{ forwarded: 'for="[::1]:4711";proto=https' }, 'ok'],
  ])(
    'a request that a proxy forwards with %j is %s: behind one, everybody seems to be local',
    async (sent, expected) => {
      expect(await post({ host: '127.0.0.1:5000', ...sent })).toBe(expected)
    },
  )

  test('a write from an origin of CORS_ORIGINS is allowed', async () => {
    const headers = { host: 'localhost:5000', origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' }
    expect(await post(headers, ['http://localhost:3000'])).toBe('ok')
  })
})

describe('a question that a page elsewhere makes a browser send', () => {
  const ask = async (query: string, headers: Record<string, string>, keys?: null) => {
    const { app } = await testApp(keys === null ? { keys } : {})
    const answer = await app.inject({ url: `/api/models/performance/llama3${query}`, headers })
    return answer.statusCode === 200 ? 'ok' : answer.json().code
  }
  const host = '127.0.0.1:5000'

  test.each([
    ['?probe=true', { host, 'sec-fetch-site': 'cross-site' }, 'origin_not_allowed'],
    ['?probe=true', { host, origin: evil }, 'origin_not_allowed'],
    ['?probe=true', { host, 'sec-fetch-site': 'same-origin' }, 'ok'],
    ['?probe=true', { host }, 'ok'],
    ['', { host, 'sec-fetch-site': 'cross-site' }, 'ok'],
  ])('as performance%s with %j is %s', async (query, headers, expected) => {
    expect(await ask(query, headers, null)).toBe(expected)
  })

  test('makes the model work with a key, which no such page has', async () => {
    expect(await ask('?probe=true', { ...as('operator'), origin: evil })).toBe('ok')
  })
})

describe('CORS', () => {
  const preflight = { origin: 'https://home.example', 'access-control-request-method': 'POST' }

  test('is answered for origins that are configured, and for no other', async () => {
    const { app } = await testApp({ corsOrigins: ['https://home.example'] })
    const url = '/api/models/stop/x'
    const known = await app.inject({ method: 'OPTIONS', url, headers: preflight })
    expect(known.headers['access-control-allow-origin']).toBe('https://home.example')
    const other = await app.inject({ method: 'OPTIONS', url, headers: { ...preflight, origin: evil } })
    expect(other.headers['access-control-allow-origin']).toBeUndefined()
  })

  test('is off when nothing is configured', async () => {
    const { app } = await testApp()
    const answer = await app.inject({ url: '/api/test', headers: { ...as('viewer'), origin: 'https://home.example' } })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })
})
