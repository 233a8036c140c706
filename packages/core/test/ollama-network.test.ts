import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { DashboardError } from '../src/kernel/errors.ts'
import { isTransient } from '../src/ollama/errors/ollama-errors.ts'
import type { OllamaAccess } from '../src/ollama/ollama-access.ts'
import { createOllama } from '../src/ollama/ollama-client.ts'

const pem = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures/tls', `${name}.pem`), 'utf8')

async function portOf(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => void sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

function clientOf(address: string, access?: OllamaAccess) {
  const ollama = createOllama(new URL(address), access ? { access } : {})
  onTestFinished(() => ollama[Symbol.asyncDispose]())
  return ollama
}

const answers: RequestListener = (_, response) => response.end('{"version":"0.24.0","models":[]}')
const withCertificate = (name: string) => portOf(createTlsServer({ key: pem('key'), cert: pem(name) }, answers))

describe('a certificate', () => {
  test.each([
    ['self-signed', undefined, 'self-signed', 'OLLAMA_CA_FILE'],
    ['signed', undefined, 'signed by an unknown authority', 'OLLAMA_CA_FILE'],
    ['expired', 'authority', 'expired', 'Renew'],
    ['future', 'authority', 'not valid yet', 'Renew'],
    ['other-name', 'authority', 'issued for another host name', 'Use a host name from the certificate'],
  ])('that is %s is named, with what helps', async (name, ca, why, hint) => {
    const address = `https://127.0.0.1:${await withCertificate(name)}`
    const failure = await clientOf(address, ca ? { ca: pem(ca) } : {})
      .loaded()
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({
      code: 'ollama_unreachable',
      message: expect.stringMatching(new RegExp(`Its TLS certificate is not trusted \\(.*${why}.*\\)\\.`)),
      hint: expect.stringContaining(hint),
    })
    // It will not be another one in a second.
    expect(isTransient(failure)).toBe(false)
  })

  test.each([
    ['signed', 'authority'],
    ['self-signed', 'self-signed'],
    // Without its authority: what the file names is trusted.
    ['signed', 'signed'],
  ])('that is %s is trusted where OLLAMA_CA_FILE holds %s', async (name, ca) => {
    const ollama = clientOf(`https://127.0.0.1:${await withCertificate(name)}`, { ca: pem(ca) })
    expect(await ollama.version()).toBe('0.24.0')
  })
})

describe('at the address', () => {
  test('a server for http that is asked for https is told apart', async () => {
    const port = await portOf(createHttpServer(answers))
    await expect(clientOf(`https://127.0.0.1:${port}`).loaded()).rejects.toMatchObject({
      code: 'ollama_unreachable',
      message: 'Ollama uses http at this address, not https.',
      hint: 'Start the address with http://.',
    })
  })

  test('a server that sends a TLS alert to http is told apart', async () => {
    const port = await portOf(
      createTcpServer((socket) => socket.once('data', () => socket.end(Buffer.from('15030100020246', 'hex')))),
    )
    await expect(clientOf(`http://127.0.0.1:${port}`).loaded()).rejects.toMatchObject({
      code: 'ollama_unreachable',
      message: 'Ollama uses https at this address, not http.',
    })
  })

  test.each([
    ['an SSH server', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a header that is none', 'HTTP/1.1 200 OK\r\nno colon\r\n\r\n'],
  ])('%s is no HTTP server', async (_, greeting) => {
    const port = await portOf(createTcpServer((socket) => void socket.write(greeting)))
    await expect(clientOf(`http://127.0.0.1:${port}`).loaded()).rejects.toMatchObject({
      code: 'ollama_unreachable',
      message: 'Ollama sent a response that is not HTTP.',
      hint: expect.stringContaining('port'),
    })
  })

  test('an unknown host name is reported', async () => {
    await expect(clientOf('http://ollama.invalid:1').loaded()).rejects.toMatchObject({
      code: 'ollama_unreachable',
      message: expect.stringContaining('name that cannot be resolved'),
    })
  })

  test.each(['text/html; charset=utf-8', 'Text/HTML'])(
    'a page for people (%s) is not Ollama, and nothing was done',
    async (type) => {
      const page: RequestListener = (_, response) =>
        response.writeHead(200, { 'content-type': type }).end('<html>Sign in</html>')
      const ollama = clientOf(`http://127.0.0.1:${await portOf(createHttpServer(page))}`)
      const notOllama = { code: 'ollama_error', message: 'The server at that address is not Ollama.' }
      await expect(ollama.loaded()).rejects.toMatchObject(notOllama)
      await expect(ollama.delete('tiny')).rejects.toMatchObject(notOllama)
      await expect(ollama.copy('tiny', 'two')).rejects.toMatchObject(notOllama)
    },
  )
})

test('a compressed response, though requested plain, is reported as the work of a proxy', async () => {
  const codings: unknown[] = []
  const compressing: RequestListener = (request, response) => {
    codings.push(request.headers['accept-encoding'])
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"models":[]}'))
  }
  const ollama = clientOf(`http://127.0.0.1:${await portOf(createHttpServer(compressing))}`)
  await expect(ollama.loaded()).rejects.toMatchObject({
    code: 'ollama_error',
    message: 'A proxy in front of Ollama compresses responses. The dashboard cannot read them.',
  })
  expect(codings).toEqual(['identity'])
})

test.each(['Identity', 'IDENTITY', ''])('a response with the coding %j is plain', async (coding) => {
  const plain: RequestListener = (_, response) =>
    response.writeHead(200, { 'content-encoding': coding }).end('{"models":[]}')
  expect(await clientOf(`http://127.0.0.1:${await portOf(createHttpServer(plain))}`).loaded()).toEqual([])
})

test('a byte order mark before an answer is no part of it', async () => {
  const marking: RequestListener = (_, response) => response.end('\uFEFF{"models":[]}')
  expect(await clientOf(`http://127.0.0.1:${await portOf(createHttpServer(marking))}`).loaded()).toMatchObject([])
})

describe('a redirect', () => {
  const redirecting = async (location: string, status = 302) =>
    clientOf(
      `http://127.0.0.1:${await portOf(createHttpServer((_, response) => response.writeHead(status, { location }).end()))}`,
    )

  test.each([301, 308])(
    'with %d is no success, and names where it leads without what may be secret',
    async (status) => {
      const ollama = await redirecting('https://me:geheim@login.example/geheim?state=geheim', status)
      for (const call of [() => ollama.copy('a', 'b'), () => ollama.delete('a'), () => ollama.loaded()]) {
        const failure = (await call().catch((error: unknown) => error)) as DashboardError
        expect(failure).toMatchObject({
          code: 'ollama_error',
          message: `The Ollama address redirects to https://login.example (${status}).`,
          hint: expect.stringContaining('OLLAMA_HOST'),
        })
        expect(JSON.stringify([failure.message, failure.hint])).not.toContain('geheim')
      }
    },
  )

  test('to a page of its own is a sign-in', async () => {
    const ollama = await redirecting('/login?next=geheim')
    await expect(ollama.loaded()).rejects.toMatchObject({
      message: 'The Ollama address redirects to another path, probably a sign-in page (302).',
    })
  })
})

describe('what lets the dashboard in', () => {
  test('is sent with each request, and nothing else is', async () => {
    const asked: unknown[] = []
    const port = await portOf(
      createHttpServer((request, response) => {
        asked.push([request.headers.authorization, request.headers['x-team'], request.headers['content-type']])
        answers(request, response)
      }),
    )
    const headers = { authorization: 'Bearer k', 'x-team': 'blue' }
    const ollama = clientOf(`http://127.0.0.1:${port}`, { headers })
    await ollama.loaded()
    await ollama.copy('a', 'b')
    expect(asked).toEqual([
      ['Bearer k', 'blue', undefined],
      ['Bearer k', 'blue', 'application/json'],
    ])
  })

  test('never stands in the address, where it would be shown', () => {
    expect(() => createOllama(new URL('http://ann:geheim@127.0.0.1'))).toThrow(TypeError)
  })
})
