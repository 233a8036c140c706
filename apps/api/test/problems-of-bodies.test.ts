import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { fakeCore } from './fake-core.ts'
import { problemOf, start } from './problem-of.ts'
import { as, openEntrance, testApp } from './support.ts'

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

  test('is refused by its length where the endpoint takes none, before anything of it comes', async () => {
    const { app } = await testApp()
    const { port } = await openEntrance(app)
    const socket = connect(port, '127.0.0.1')
    const length = 900_000
    socket.write(
      `DELETE /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
    )
    const [answer] = await once(socket.setEncoding('utf8'), 'data')
    socket.destroy()
    expect(answer).toMatch(/^HTTP\/1.1 400 /)
    expect(answer).toContain('"message":"must be empty"')
  })
})
