import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server, Socket } from 'node:net'
import { join } from 'node:path'
import type { CoreOptions } from '@ollama-dashboard/core'
import { createMemoryStorage, openCore } from '@ollama-dashboard/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { as, testApp } from './support.ts'
import { testKeys } from './test-keys.ts'

const tls = join(import.meta.dirname, '../../../packages/core/test/fixtures/tls')
const pem = (name: string) => readFileSync(join(tls, `${name}.pem`), 'utf8')

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

async function dashboardOf(instance: Omit<CoreOptions['instances'][number], 'name'>) {
  const storage = await createMemoryStorage()
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const dataDir = join(import.meta.dirname, 'fixtures')
  const core = await openCore({
    storage,
    acceptedKeys: testKeys,
    instances: [{ name: 'default', ...instance }],
    version: '1.0.0',
    dataDir,
  })
  onTestFinished(() => core[Symbol.asyncDispose]())
  const { app, lines } = await testApp({ core })
  const get = async (url: string) => app.inject({ url, headers: as('viewer') })
  return { app, lines, get }
}

const ollama: Readonly<Record<string, object>> = {
  '/api/version': { version: '0.24.0' },
  '/api/tags': { models: [] },
  '/api/ps': { models: [] },
}
const answers: RequestListener = (request, response) => response.end(JSON.stringify(ollama[request.url ?? ''] ?? {}))
const page =
  (status: number): RequestListener =>
  (request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'text/html' }).end(`<html><h1>${status} of nginx</h1></html>`)
  }

const always =
  (status: number, answer: object): RequestListener =>
  (request, response) => {
    request.resume()
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }

const unreadable: readonly (readonly [string, () => Promise<string>, number, string])[] = [
  [
    'a self-signed certificate',
    async () =>
      `https://127.0.0.1:${await portOf(createTlsServer({ key: pem('key'), cert: pem('self-signed') }, answers))}`,
    503,
    'Ollama cannot be reached securely. Its TLS certificate is not trusted (self-signed).',
  ],
  [
    'llama-server',
    async () =>
      `http://127.0.0.1:${await portOf(createHttpServer(always(404, { error: { code: 404, message: 'File Not Found' } })))}`,
    502,
    'The server at that address is not Ollama.',
  ],
  [
    'a server that answers every path with the same JSON',
    async () => `http://127.0.0.1:${await portOf(createHttpServer(always(200, { status: 'ok' })))}`,
    502,
    'The server at that address is not Ollama.',
  ],
]

test.each(unreadable)('%s is nowhere taken for an Ollama that answers', async (_, start, status, message) => {
  const { get, lines } = await dashboardOf({ url: new URL(await start()) })

  for (const path of ['/api/models/running', '/api/models/available', '/api/models/info/tiny']) {
    const answer = await get(path)
    expect([path, answer.statusCode, answer.json().detail]).toEqual([path, status, message])
    expect(answer.json().hint).toEqual(expect.any(String))
  }
  expect((await get('/api/instances')).json().instances[0]).toMatchObject({ reachable: false, problem: message })
  expect((await get('/api/service/status')).json()).toMatchObject({
    reachable: false,
    running: false,
    status: 'unreachable',
    version: null,
  })
  const { components } = (await get('/api/health')).json()
  expect(components.find(({ name }: { name: string }) => name === 'ollama:default')).toMatchObject({
    status: 'unhealthy',
    detail: message,
  })
  expect((await get('/metrics')).body).toContain('ollama_up{instance_name="default"} 0')
  // Nothing of it is a failure of the dashboard's own.
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
})

test('what lets the dashboard in is in no answer and no line of the log', async () => {
  const wants: RequestListener = (request, response) => {
    request.url = request.url?.replace('/geheim-path', '') ?? ''
    return request.headers.authorization === 'Bearer geheim' ? answers(request, response) : page(401)(request, response)
  }
  const { get, lines } = await dashboardOf({
    url: new URL(`http://127.0.0.1:${await portOf(createHttpServer(wants))}/geheim-path`),
    access: { headers: { authorization: 'Bearer geheim' } },
  })
  expect((await get('/api/models/running')).statusCode).toBe(200)
  const told = [
    ...(await Promise.all(['/api/instances', '/api/service/status', '/api/health', '/metrics'].map(get))),
  ].map(({ body }) => body)
  expect([...told, ...lines].join('\n')).not.toContain('geheim')
  expect((await get('/api/instances')).json().instances[0].url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/…$/)
})

describe('signing in to ollama.com', () => {
  const link = 'https://ollama.com/connect?name=box&key=abc'
  const model = {
    name: 'gpt-oss:120b-cloud',
    model: 'gpt-oss:120b-cloud',
    digest: 'd',
    remote_host: 'https://ollama.com',
  }
  const unauthorized: RequestListener = (request, response) => {
    request.resume()
    if (request.url === '/api/tags') return response.end(JSON.stringify({ models: [model] }))
    if (request.url !== '/api/chat') return answers(request, response)
    return response.writeHead(401).end(JSON.stringify({ error: 'unauthorized', signin_url: link }))
  }

  test.each([
    ['admin', link],
    ['operator', undefined],
  ] as const)('is told to everybody, and the link to an admin alone: %s', async (role, expected) => {
    const { app, lines } = await dashboardOf({
      url: new URL(`http://127.0.0.1:${await portOf(createHttpServer(unauthorized))}`),
    })
    const answer = await app.inject({
      method: 'POST',
      url: '/api/chat',
      headers: as(role),
      payload: { model: model.name, prompt: 'Hello' },
    })
    expect(answer.json()).toMatchObject({
      status: 502,
      code: 'cloud_sign_in_required',
      hint: 'Sign in on the server: ollama signin',
    })
    expect(answer.json().sign_in_url).toBe(expected)
    expect([...lines, ...(role === 'admin' ? [] : [answer.body])].join('\n')).not.toContain('key=abc')
  })
})
