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
