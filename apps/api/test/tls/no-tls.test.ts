import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { keyOf } from '../support.ts'

import { closed, secure } from './secure-app.ts'

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
