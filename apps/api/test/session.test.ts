import { hashKey } from '@ollama-dashboard/core'
import { describe, expect, test } from 'vitest'
import { fakeCore, sessionToken } from './fake-core.ts'
import { as, keyOf, sessionOf, testApp } from './support.ts'

const url = '/api/session'
const cookie = `od_session=${sessionToken}`
const ownPage = { cookie, 'sec-fetch-site': 'same-origin' }

async function setUp(options: Parameters<typeof testApp>[0] = {}) {
  const { core, asked } = fakeCore()
  const { app, lines } = await testApp({ core, ...options })
  return { app, asked, lines }
}

test('a key is exchanged for a cookie that scripts cannot read and other sites cannot use', async () => {
  const { app, asked } = await setUp()
  const answer = await app.inject({ method: 'POST', url, headers: as('operator') })
  expect(answer.json()).toEqual(sessionOf('operator', 'env:operator', 'cookie'))
  const set = `od_session=${sessionToken}; Max-Age=604800; Path=/; HttpOnly; SameSite=Strict`
  expect(answer.headers['set-cookie']).toBe(set)
  expect(asked).toContainEqual(['beginSession', hashKey(keyOf('operator')).toString('hex')])
})

test('behind TLS the cookie is bound to the host and never sent in the clear', async () => {
  const { app } = await setUp({ trustProxy: (address) => address === '127.0.0.1' })
  const headers = { ...as('operator'), 'x-forwarded-proto': 'https' }
  const answer = await app.inject({ method: 'POST', url, headers })
  expect(answer.headers['set-cookie']).toMatch(/^__Host-od_session=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
  const overTls = { cookie: `__Host-${cookie}`, 'x-forwarded-proto': 'https' }
  expect((await app.inject({ url, headers: overTls })).json().via).toBe('cookie')
  // A name that any page of the host could have set does not count there.
  expect((await app.inject({ url, headers: { ...overTls, cookie } })).json().via).toBe('none')
})

test('a session may read and change what its key may, from the page of the dashboard', async () => {
  const { app } = await setUp()
  expect((await app.inject({ url, headers: { cookie } })).json()).toEqual(
    sessionOf('operator', 'env:operator', 'cookie'),
  )
  const stop = { method: 'POST', url: '/api/models/stop/llama3.2:3b' } as const
  expect((await app.inject({ ...stop, headers: ownPage })).statusCode).toBe(200)
  // A plain connection: browsers tell the origin alone.
  const origin = 'http://gpu-box:5000'
  expect((await app.inject({ ...stop, headers: { cookie, origin, host: 'gpu-box:5000' } })).statusCode).toBe(200)
})

describe('a change is refused that carries the cookie and comes from', () => {
  const cases = {
    'a page of another site': { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    'another port of the same host': { 'sec-fetch-site': 'same-site', origin: 'http://gpu-box:3000' },
    'an old browser with another origin': { origin: 'http://gpu-box:3000' },
    'nobody knows where': {},
    'the address bar': { 'sec-fetch-site': 'none' },
  }
  test.each(Object.entries(cases))('%s', async (_, headers) => {
    const { app } = await setUp()
    const stop = { method: 'POST', url: '/api/models/stop/llama3.2:3b' } as const
    const answer = await app.inject({ ...stop, headers: { cookie, host: 'gpu-box:5000', ...headers } })
    expect(answer.json().code).toBe('origin_not_allowed')
  })
})

test('a key in the request counts, whatever cookie comes with it', async () => {
  const { app } = await setUp()
  expect((await app.inject({ url, headers: { ...as('admin'), cookie } })).json().role).toBe('admin')
  const wrong = await app.inject({ url: '/api/models/available', headers: { authorization: 'Bearer nope', cookie } })
  expect(wrong.statusCode).toBe(401)
})

test('a session that ended asks to sign in, and is no failed attempt', async () => {
  const { app } = await setUp()
  const headers = { cookie: `od_session=${'e'.repeat(43)}` }
  for (let tries = 0; tries < 20; tries += 1) {
    expect((await app.inject({ url: '/api/models/available', headers })).statusCode).toBe(401)
  }
  expect((await app.inject({ url: '/api/models/available', headers: as('viewer') })).statusCode).toBe(200)
})

test('a session ends with its key', async () => {
  const { app } = await setUp({ keys: [{ id: 'env:operator', role: 'operator', sha256: hashKey('another') }] })
  expect((await app.inject({ url, headers: { cookie } })).json().role).toBeNull()
})

test('signing out ends the session and takes the cookie back', async () => {
  const { app, asked } = await setUp()
  const answer = await app.inject({ method: 'DELETE', url, headers: ownPage })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['set-cookie']).toMatch(/^od_session=; Max-Age=0; Path=\/;/)
  expect(asked).toContainEqual(['endSession', sessionToken])
})

test('who asks for no key needs no session', async () => {
  const { app, asked } = await setUp({ keys: null })
  const headers = { host: 'localhost:5000', 'sec-fetch-site': 'same-origin' }
  const answer = await app.inject({ method: 'POST', url, headers })
  expect(answer.json()).toEqual(sessionOf('admin', null, 'none'))
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect(asked).toEqual([])
})

test('a token is in no line of the log', async () => {
  const { app, lines } = await setUp()
  await app.inject({ method: 'POST', url, headers: as('operator') })
  await app.inject({ url, headers: { cookie } })
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.join('\n')).not.toContain(sessionToken)
})
