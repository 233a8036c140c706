import { describe, expect, test } from 'vitest'
import { as, testApp } from './support.ts'

const evil = 'https://evil.example'

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
