import { once } from 'node:events'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Problem } from '@ollama-dashboard/contracts'
import { Value } from '@sinclair/typebox/value'
import type { RouteHandlerMethod } from 'fastify'
import { describe, expect, test } from 'vitest'
import { connectionLimits } from '../src/plugins/connections.ts'
import { keyOf, openEntrance, testApp } from './support.ts'

const key = `Authorization: Bearer ${keyOf('admin')}`

/** A server that listens, and a connection to it on which anything can be sent. `handle` answers `/test`. */
async function open(limits: Partial<typeof connectionLimits> = {}, handle: RouteHandlerMethod = async () => 'done') {
  const all = { ...connectionLimits, ...limits }
  const { app, lines } = await testApp({ limits: all })
  app.get('/test', { config: { permission: 'open', route: '/test' } }, handle)
  const { port } = await openEntrance(app, { limits: all })
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return { socket, lines, port }
}

async function answerOf(request: string, limits: Partial<typeof connectionLimits> = {}) {
  const { socket } = await open(limits)
  socket.write(request)
  return read(await text(socket))
}

function read(answer: string) {
  const end = answer.indexOf('\r\n\r\n')
  const [status = '', ...lines] = answer.slice(0, end).split('\r\n')
  const headers = Object.fromEntries(lines.map((line) => line.toLowerCase().split(/: (.*)/, 2)))
  return { status: Number(status.split(' ')[1]), headers, body: answer.slice(end + 4) }
}

describe('what no handler sees', () => {
  test.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', 400, 'validation_failed'],
    ['a header without a name', `GET /ping HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n`, 400, 'validation_failed'],
    ['no host', 'GET /ping HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'validation_failed'],
    ['two hosts', 'GET /ping HTTP/1.1\r\nHost: a\r\nhost: b\r\nConnection: close\r\n\r\n', 400, 'validation_failed'],
    [
      'two lengths of a body',
      `POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n`,
      400,
      'validation_failed',
    ],
    ['headers of 20 KB', `GET /ping HTTP/1.1\r\nHost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
    ['an address of 20 KB', `GET /${'y'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431, 'headers_too_large'],
    [
      'an expectation',
      'POST /api/chat HTTP/1.1\r\nHost: a\r\nExpect: a-pony\r\nContent-Length: 2\r\n\r\n{}',
      417,
      'expectation_failed',
    ],
  ])('is answered with a document and all security headers: %s', async (_, request, status, code) => {
    const answer = await answerOf(request)
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/problem\+json/),
      'content-security-policy': expect.stringContaining("default-src 'self'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'deny',
      'cache-control': 'no-store',
    })
    const problem = JSON.parse(answer.body)
    expect([...Value.Errors(Problem, problem)]).toEqual([])
    expect(problem).toMatchObject({ status, code })
  })
})

test.each([
  ['/api/nope', 404, 'not_found'],
  ['/assets/missing.js', 404, 'not_found'],
  ['/api/models/start/llama3', 405, 'method_not_allowed'],
  ['/api/models/info/hf.co/org/m', 401, 'unauthorized'],
])('an address with its host is answered as %s alone', async (path, status, code) => {
  const answer = await answerOf(`GET http://a:5000${path} HTTP/1.1\r\nHost: a:5000\r\nConnection: close\r\n\r\n`)
  expect([answer.status, JSON.parse(answer.body).code]).toEqual([status, code])
})

test('an address that is a host alone is the page', async () => {
  for (const target of ['http://a', 'http://a?x=1', 'http://a/models']) {
    const { status, headers } = await answerOf(`GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
    expect([status, headers['content-type']], target).toEqual([200, 'text/html; charset=utf-8'])
  }
})

describe('a request that comes slowly', () => {
  test('is ended when its head takes too long', async () => {
    const answer = await answerOf('GET /ping HTTP/1.1\r\nHost: a\r\n', { headersMs: 40, checkMs: 10 })
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([408, 'request_timeout'])
  })

  const head = (length: number) =>
    `POST /api/chat HTTP/1.1\r\nHost: a\r\n${key}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`

  test('is ended when its body comes drop by drop, and nothing of that is an error of ours', async () => {
    const { socket, lines } = await open({ patienceMs: 60, checkMs: 10, minBytesPerSecond: 1_000_000 })
    socket.write(`${head(100_000)}{`)
    const drops = setInterval(() => socket.write(' '), 10)
    socket.once('data', () => clearInterval(drops))
    const answer = read(await text(socket))
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([408, 'request_timeout'])
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
  })

  test('is ended when all of it takes too long', async () => {
    const answer = await answerOf(`${head(100)}{`, { headersMs: 20, requestMs: 40, checkMs: 10 })
    expect(answer.status).toBe(408)
  })

  test('is not ended where it brings 20 MB of pictures over a phone line of 150 kbit/s', () => {
    const bytesPerSecond = 150_000 / 8
    const base64Bytes = (20e6 * 4) / 3
    expect(base64Bytes / bytesPerSecond).toBeLessThan(connectionLimits.requestMs / 1000)
    expect(bytesPerSecond).toBeGreaterThan(10 * connectionLimits.minBytesPerSecond)
  })
})

test('connections beyond the limit are closed, and those that are open go on', async () => {
  const { socket, port } = await open({ maxConnections: 1 })
  const other = connect(port, '127.0.0.1').on('error', () => undefined)
  await once(other, 'close')
  socket.write('GET /ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  expect(read(await text(socket)).status).toBe(200)
})

describe('requests that are sent without waiting for answers', () => {
  const ask = (name: string) => `GET /test?${name} HTTP/1.1\r\nHost: a\r\n\r\n`

  /** Answers with what was asked, once it is let go. */
  function held() {
    const begun: string[] = []
    const { promise, resolve: letGo } = Promise.withResolvers<void>()
    const handle: RouteHandlerMethod = async ({ url }) => {
      begun.push(url)
      await promise
      return url
    }
    return { begun, letGo, handle }
  }

  test('begin one after the other, and are answered in order', async () => {
    const { begun, letGo, handle } = held()
    const { socket, port } = await open({}, handle)
    socket.write(ask('1') + ask('2') + ask('3').replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))
    await expect.poll(() => begun).toEqual(['/test?1'])
    expect((await fetch(`http://127.0.0.1:${port}/ping`)).status).toBe(200)
    expect(begun).toEqual(['/test?1'])
    letGo()
    const answers = (await text(socket)).split('HTTP/1.1 200 OK').slice(1)
    expect(answers.map((answer) => read(answer).body)).toEqual(['/test?1', '/test?2', '/test?3'])
  })

  test('end their connection where too many of them wait, and no other', async () => {
    const { begun, handle } = held()
    const { socket, port } = await open({ maxPipelined: 2 }, handle)
    const other = connect(port, '127.0.0.1')
    socket.on('error', () => undefined).write(ask('1') + ask('2') + ask('3') + ask('4'))
    await once(socket, 'close')
    expect(begun).toEqual(['/test?1'])
    other.write('GET /ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
    expect(read(await text(other)).status).toBe(200)
  })
})

describe('a caller who says that nothing more comes', () => {
  const ask = 'GET /test HTTP/1.1\r\nHost: a\r\n\r\n'

  test('gets the answer, and the connection ends with it', async () => {
    const { socket } = await open({}, async ({ socket: own }) => {
      await once(own, 'end')
      return 'done'
    })
    socket.end(ask)
    expect(read(await text(socket))).toMatchObject({ status: 200, body: 'done' })
  })

  test('is asked for a sign of life before a late answer', async () => {
    const { socket } = await open({ goneMs: 5 }, async ({ socket: own }) => {
      await once(own, 'end')
      await expect.poll(() => own.bytesWritten).toBeGreaterThan(100)
      return 'late'
    })
    socket.end(ask)
    const [interim = '', ...rest] = (await text(socket)).split(/\r\n\r\n(?=HTTP)/)
    expect(interim).toBe('HTTP/1.1 102 Processing')
    expect(read(String(rest.at(-1)))).toMatchObject({ status: 200, body: 'late' })
  })

  test.each(['1.1', '1.0'])('and is gone ends the work over HTTP/%s', async (version) => {
    const begun = Promise.withResolvers<void>()
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const { socket } = await open({ goneMs: 5 }, async (_request, { raw }) => {
      raw.once('close', end)
      begun.resolve()
      await ended
    })
    socket.write(ask.replace('1.1', version))
    await begun.promise
    socket.destroy()
    await ended
  })

  test('of a stream that is under way ends it', async () => {
    const silent = new Readable({ read: () => undefined })
    const { socket } = await open({}, async () => silent)
    silent.push('first')
    socket.write(ask)
    await once(socket, 'data')
    socket.end()
    await expect.poll(() => silent.destroyed).toBe(true)
  })
})

describe('what is no HTTP behind a request', () => {
  const asked = 'GET /test HTTP/1.1\r\nHost: a\r\n\r\n'

  test('is answered after it', async () => {
    const { promise: seen, resolve: isSeen } = Promise.withResolvers<void>()
    const { socket } = await open({}, async () => {
      await seen
      return 'done'
    })
    socket.write(`${asked}${asked}nonsense\r\n\r\n`, () => setImmediate(isSeen))
    const answers = (await text(socket)).split(/(?=HTTP\/1\.1 )/).map(read)
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400])
    expect(answers[1]?.body).toBe('done')
  })

  test('ends a stream, and is no part of it', async () => {
    const silent = new Readable({ read: () => undefined })
    const { socket } = await open({}, async () => silent)
    silent.push('first')
    socket.write(asked)
    const [head] = await once(socket.setEncoding('utf8'), 'data')
    const rest = text(socket).catch(() => '')
    socket.write('nonsense\r\n\r\n')
    expect(head + (await rest)).not.toContain('400')
    expect(silent.destroyed).toBe(true)
  })
})

test('an answer of which its reader takes nothing is cut, and one that is long in the making is not', async () => {
  const endless = new Readable({
    read() {
      this.push(Buffer.alloc(65_536))
    },
  })
  const { socket, port } = await open({ unreadMs: 20 }, async ({ url }) => {
    if (!url.endsWith('late')) return endless
    await once(endless, 'close')
    return 'late'
  })
  const patient = fetch(`http://127.0.0.1:${port}/test?late`)
  socket.on('error', () => undefined).write('GET /test HTTP/1.1\r\nHost: a\r\n\r\n')
  socket.pause()
  await expect.poll(() => endless.destroyed).toBe(true)
  expect(await (await patient).text()).toBe('late')
})
