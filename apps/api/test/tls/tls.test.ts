import { once } from 'node:events'
import { Agent } from 'node:https'
import { connect as connectPlain } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { fakeCore } from '../fake-core.ts'
import { as, keyOf, testApp } from '../support.ts'

import { ask, closed, secure } from './secure-app.ts'

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
  const { close, at, plain, shaken } = await secure({ drainMs: 3_600_000, limits: { handshakeMs: 3_600_000 } })
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  await text((await ask({ ...at, path: '/ping', agent })).response)
  const half = await plain()
  half.write(Buffer.from([0x16, 3, 1, 1]))
  const open = [half, await plain(), await shaken()]
  for (const socket of open) socket.resume()
  await Promise.all([close(), ...open.map(closed)])
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
  const { app, close, ask } = await secure({ core, drainMs: 3_600_000 })
  const answer = ask('/api/models/start/llama3', { method: 'POST', headers: as('operator') })
  await asked.promise
  const draining = once(app.lifecycle.closing, 'abort')
  const closing = close()
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
