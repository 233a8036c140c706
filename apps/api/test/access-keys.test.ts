import { describe, expect, test } from 'vitest'
import { as, keyOf, sessionOf, testApp } from './support.ts'

describe('keys', () => {
  test('any key of a rotation is the same user', async () => {
    const { app } = await testApp()
    const session = (await app.inject({ url: '/api/session', headers: as('operator') })).json()
    expect(session).toEqual(sessionOf('operator', 'env:operator', 'key'))
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
    expect(answer.json()).toEqual(sessionOf(null, null, 'none'))
  })
})

describe('a key in X-API-Key', () => {
  const url = '/api/session'

  test('counts like one in Authorization, also beside the sign-in of a proxy', async () => {
    const { app } = await testApp()
    for (const authorization of [undefined, 'Basic cHJveHk6c2VjcmV0', `Bearer ${keyOf('operator')}`]) {
      const headers = { 'x-api-key': keyOf('operator'), ...(authorization && { authorization }) }
      expect((await app.inject({ url, headers })).json()).toMatchObject({ role: 'operator', via: 'key' })
    }
  })

  test.each(['nope', '', `${keyOf('operator')}, ${keyOf('operator')}`])('refuses "%s"', async (key) => {
    const { app } = await testApp()
    const answer = await app.inject({ url: '/api/test', headers: { 'x-api-key': key } })
    expect(answer.json()).toMatchObject({ status: 401, detail: 'Invalid key.' })
  })

  test('is refused with another one in Authorization: which of them acts must not depend on what a proxy adds', async () => {
    const { app } = await testApp()
    for (const to of ['/api/test', url]) {
      const headers = { ...as('viewer'), 'x-api-key': keyOf('admin') }
      expect((await app.inject({ url: to, headers })).json()).toMatchObject({
        status: 401,
        code: 'unauthorized',
        detail: 'Two different keys were sent.',
      })
    }
  })

  test('is told to nobody, right or wrong', async () => {
    const { app, lines } = await testApp()
    for (const key of [keyOf('admin'), 'a-key-that-is-wrong']) {
      const { headers, body } = await app.inject({ url: '/api/models/available', headers: { 'x-api-key': key } })
      const told = JSON.stringify([headers, body, lines])
      expect(told).not.toContain(key)
    }
    expect(lines.length).toBeGreaterThan(1)
  })
})
