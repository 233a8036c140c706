import { once } from 'node:events'
import { Agent, type RequestOptions, request } from 'node:https'
import { connect as connectPlain, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { connectionLimits } from '../../src/plugins/connections.ts'
import type { Certificate } from '../../src/tls/certificate.ts'
import { fakeCore } from '../fake-core.ts'
import { as, keyOf, type TestAppOptions, testApp } from '../support.ts'
import { makePair, read } from './certificates.ts'

const [first, second] = await Promise.all([makePair(), makePair()])
const ca = [first.cert, second.cert]

/** A dashboard with TLS of its own that listens, and how to reach it. */
async function secure({
  limits,
  ...options
}: Omit<TestAppOptions, 'limits'> & { limits?: Partial<typeof connectionLimits> } = {}) {
  const users: ((certificate: Certificate) => void)[] = []
  const { app, lines } = await testApp({
    certificate: { current: () => read(first), onChange: (use) => void users.push(use) },
    limits: { ...connectionLimits, ...limits },
    ...options,
  })
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  const at = { host: '127.0.0.1', port: Number(port), ca }
  return {
    app,
    at,
    lines,
    replace() {
      for (const use of users) use(read(second))
    },
    ask: (path: string, more: RequestOptions = {}, body?: string) => ask({ ...at, path, ...more }, body),
    plain: () => opened(connectPlain(at.port, at.host), 'connect'),
    shaken: () => opened(connect(at), 'secureConnect'),
  }
}

async function opened<T extends Socket>(socket: T, event: string): Promise<T> {
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => undefined)
  await once(socket, event)
  return socket
}

/** However it ends. */
const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))

async function ask(options: RequestOptions, body?: string) {
  const call = request({ agent: false, ...options })
  call.end(body)
  const [response] = await once(call, 'response')
  const { fingerprint256 } = (response.socket as TLSSocket).getPeerCertificate() as DetailedPeerCertificate
  return {
    status: response.statusCode,
    headers: response.headers,
    response,
    fingerprint256,
    port: response.socket.localPort,
  }
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)('answers over %s, and tells browsers to come so again', async (version) => {
  const { ask } = await secure()
  const { status, headers } = await ask('/ping', { minVersion: version, maxVersion: version })
  expect([status, headers['strict-transport-security']]).toEqual([200, 'max-age=31536000'])
})

test('older versions of TLS are refused, and that is no error of ours', async () => {
  const { ask, lines } = await secure()
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' } as const
  await expect(ask('/ping', old)).rejects.toThrow(/protocol version|alert/i)
  expect((await ask('/ping')).status).toBe(200)
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
})

test('the cookie of a session is bound to the host and never sent in the clear', async () => {
  const { ask } = await secure()
  const { headers } = await ask('/api/session', { method: 'POST', headers: as('viewer') })
  expect(headers['set-cookie']).toEqual([
    expect.stringMatching(/^__Host-od_session=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
  ])
})

test('the next connection gets the certificate that replaced the first one, and those that are open go on', async () => {
  const { at, ask, replace } = await secure()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const before = await ask('/ping', { agent })
  await text(before.response)
  replace()
  const same = await ask('/ping', { agent })
  await text(same.response)
  expect([same.port, same.fingerprint256]).toEqual([before.port, before.fingerprint256])
  const next = await ask('/ping')
  expect(next.status).toBe(200)
  expect(next.fingerprint256).not.toBe(before.fingerprint256)
  await expect(
    ask('/ping', { ...at, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL@SECLEVEL=0' }),
  ).rejects.toThrow()
})

test('streams and HEAD work as without it', async () => {
  const { ask } = await secure()
  const head = await ask('/api/models/running', { method: 'HEAD', headers: as('viewer') })
  expect([head.status, await text(head.response)]).toEqual([200, ''])
  const chat = { method: 'POST', headers: { ...as('operator'), 'content-type': 'application/json' } }
  const { response } = await ask('/api/chat', chat, JSON.stringify({ model: 'llama3.2:3b', prompt: 'Hi' }))
  expect(response.headers['content-type']).toContain('ndjson')
  expect(JSON.parse((await text(response)).trim().split('\n').at(-1) ?? '')).toHaveProperty('done', true)
  const events = await ask('/api/events', { headers: as('viewer') })
  const [chunk] = await once(events.response, 'data')
  expect(String(chunk)).toContain('event: ')
  events.response.destroy()
})

const page = 'GET /models?x=1 HTTP/1.1\r\nHost: box:5000\r\nAccept: text/html\r\n\r\n'
const program = `GET /api/models/running HTTP/1.1\r\nHost: box:5000\r\nAuthorization: Bearer ${keyOf('viewer')}\r\n\r\n`

test('a browser that comes without TLS is sent to the same address under HTTPS', async () => {
  const socket = await (await secure()).plain()
  socket.write(page)
  const answer = await text(socket)
  expect(answer).toMatch(/^HTTP\/1\.1 307 /)
  expect(answer).toMatch(/\r\nlocation: https:\/\/box:5000\/models\?x=1\r\n/i)
})

test.each([
  ['a program', program],
  ['a page with a host that is none', page.replace('box:5000', 'box/evil?')],
  ['a change', page.replace('GET', 'POST')],
])('%s that comes without TLS is told in words', async (_, sent) => {
  const socket = await (await secure()).plain()
  socket.write(sent)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1\.1 400 /)
  expect(head.toLowerCase()).toContain('content-type: application/problem+json')
  expect(JSON.parse(body)).toMatchObject({ code: 'validation_failed', detail: 'This port accepts HTTPS only.' })
})

test('what is neither TLS nor HTTP is refused, and nothing of it is an error of ours', async () => {
  const { plain, ask, lines } = await secure()
  const socket = await plain()
  socket.write('SSH-2.0-OpenSSH_9.6\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /)
  const broken = await plain()
  broken.write(Buffer.from([0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5]))
  broken.resume()
  await closed(broken)
  expect((await ask('/ping')).status).toBe(200)
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
})

test.each([
  ['says nothing', ''],
  ['begins a handshake and stops', '\u0016\u0003\u0001\u0001'],
  ['begins a plain request and stops', 'GET / HT'],
])('a connection that %s is cut', async (_, sent) => {
  const { plain } = await secure({ limits: { handshakeMs: 60 } })
  const socket = await plain()
  socket.write(Buffer.from(sent, 'latin1'))
  socket.resume()
  await closed(socket)
})

test('a body that comes drop by drop is ended', async () => {
  const { shaken } = await secure({ limits: { patienceMs: 60, checkMs: 10, minBytesPerSecond: 1_000_000 } })
  const socket = await shaken()
  const head = [
    'POST /api/chat HTTP/1.1',
    'Host: a',
    `Authorization: Bearer ${keyOf('admin')}`,
    'Content-Type: application/json',
    'Content-Length: 100000',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n{`)
  const drops = setInterval(() => socket.write(' '), 10)
  socket.once('data', () => clearInterval(drops))
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /)
})

test('connections beyond the limit are closed, and those that are open go on', async () => {
  const { at, shaken } = await secure({ limits: { maxConnections: 1 } })
  const socket = await shaken()
  const other = connectPlain(at.port, at.host).on('error', () => undefined)
  other.resume()
  await once(other, 'close')
  socket.write('GET /ping HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /)
})

test('no connection holds up the end: neither an idle, an unused nor one in its handshake', async () => {
  const { app, at, plain, shaken } = await secure({ drainMs: 3_600_000, limits: { handshakeMs: 3_600_000 } })
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  await text((await ask({ ...at, path: '/ping', agent })).response)
  const half = await plain()
  half.write(Buffer.from([0x16, 3, 1, 1]))
  const open = [half, await plain(), await shaken()]
  for (const socket of open) socket.resume()
  await Promise.all([app.close(), ...open.map(closed)])
})

test('an answer under way is finished before the end', async () => {
  const asked = Promise.withResolvers<void>()
  const loaded = Promise.withResolvers<void>()
  const { core } = fakeCore({
    async start(context, input) {
      asked.resolve()
      await loaded.promise
      return fakeCore().core.models.start(context, input)
    },
  })
  const { app, ask } = await secure({ core, drainMs: 3_600_000 })
  const answer = ask('/api/models/start/llama3', { method: 'POST', headers: as('operator') })
  await asked.promise
  const draining = once(app.lifecycle.closing, 'abort')
  const closing = app.close()
  await draining
  loaded.resolve()
  expect((await answer).status).toBe(200)
  await closing
})

test('without TLS of its own nothing claims that there is', async () => {
  const { app } = await testApp()
  const { headers } = await app.inject('/ping')
  expect(headers).not.toHaveProperty('strict-transport-security')
})
