import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '../src/kernel/clock.ts'
import type { RawLine } from '../src/service/log/log-source.ts'
import { docker, dockerSocket } from '../src/service/managers/docker.ts'
import { createDockerApi } from '../src/service/managers/docker-api.ts'
import { temporaryFolder } from './temporary-folder.ts'

const never = new AbortController().signal
const server = { url: new URL('http://127.0.0.1:11434') }
const id = 'c0ffee'.repeat(8)

const container = {
  Id: id,
  Names: ['/my-ollama'],
  Image: 'ollama/ollama:latest',
  Ports: [{ IP: '0.0.0.0', PrivatePort: 11434, PublicPort: 11434, Type: 'tcp' }],
  Labels: { 'com.docker.compose.service': 'llm' },
}
const inspected = {
  State: { Running: true, Pid: 812, StartedAt: '2026-01-01T00:00:00Z' },
  Config: { Tty: false },
  HostConfig: { NetworkMode: 'bridge', PortBindings: { '11434/tcp': [{ HostPort: '11434' }] } },
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A Docker at a socket, which answers as told, and keeps what it was asked. */
async function aDocker({
  containers = [container],
  inspect = inspected,
  act = (_, response) => void response.writeHead(204).end(),
}: {
  containers?: readonly object[]
  inspect?: object
  act?: Answer
} = {}) {
  const path = join(await temporaryFolder(), 'docker.sock')
  const asked: string[] = []
  const answering = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.replace('/v1.41', '').replace(id, 'ID')}`)
    if (request.url?.includes('/containers/json')) response.end(JSON.stringify(containers))
    else if (request.url?.endsWith('/json')) response.end(JSON.stringify(inspect))
    else act(request, response)
  })
  await new Promise<void>((resolve) => answering.listen(path, resolve))
  const api = createDockerApi(path)
  onTestFinished(async () => {
    await api[Symbol.asyncDispose]()
    answering.closeAllConnections()
    answering.close()
  })
  return { find: docker(api, systemClock), asked }
}

test('the container that publishes the port is started, stopped and restarted through the socket', async () => {
  const { find, asked } = await aDocker()
  const managed = await find(server, never)
  expect(managed).toMatchObject({
    manager: 'docker',
    isRunning: true,
    pid: 812,
    evidence: 'The container "my-ollama", which publishes port 11434, runs it.',
    commands: { restart: 'docker restart my-ollama' },
  })
  for (const action of ['start', 'stop', 'restart'] as const) await managed?.[action]?.(never)
  expect(asked).toEqual([
    'GET /containers/json?all=1',
    'GET /containers/ID/json',
    'POST /containers/ID/start',
    'POST /containers/ID/stop',
    'POST /containers/ID/restart',
  ])
})

test.each([
  ['is stopped', { ...container, Ports: [] }, 'publishes port 11434', server.url],
  ['is called as the server', { ...container, Ports: [] }, 'has the name of the server', new URL('http://llm:11434')],
])('a container that %s is found', async (_, one, how, url) => {
  const { find } = await aDocker({ containers: [one], inspect: { ...inspected, State: { Running: false } } })
  expect(await find({ url }, never)).toMatchObject({
    isRunning: false,
    pid: null,
    evidence: expect.stringContaining(how),
  })
})

test.each([
  [
    'publishes another port',
    { ...container, Ports: [] },
    { ...inspected, HostConfig: { PortBindings: { '11434/tcp': [{ HostPort: '11500' }] } } },
  ],
  ['is something else', { ...container, Image: 'postgres:18', Ports: [], Names: ['/db'] }, inspected],
])('a container that %s is not taken for the server', async (_, one, inspect) => {
  const { find } = await aDocker({ containers: [one], inspect })
  expect(await find(server, never)).toBeNull()
})

test('what is so already is no failure, and what Docker says of one is told', async () => {
  const already = await aDocker({ act: (_, response) => void response.writeHead(304).end() })
  await (await already.find(server, never))?.start(never)
  const message = 'driver failed programming external connectivity: port is already allocated'
  const { find } = await aDocker({
    act: (_, response) => void response.writeHead(500).end(JSON.stringify({ message })),
  })
  await expect((await find(server, never))?.start(never)).rejects.toMatchObject({
    message: 'Docker answered with status 500.',
    output: [message],
  })
})

test.each([
  ['does not answer', () => {}],
  ['does not end its answer', (_, response) => void response.writeHead(500).write('{')],
] satisfies [string, Answer][])('a Docker that %s within its time has failed', async (_, act) => {
  const { find, asked } = await aDocker({ act })
  const managed = await find(server, never)
  const over = new AbortController()
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(over.signal)
  onTestFinished(() => void vi.restoreAllMocks())
  const stopping = managed?.stop(never)
  await expect.poll(() => asked.at(-1)).toBe('POST /containers/ID/stop')
  over.abort(new DOMException('The time is over.', 'TimeoutError'))
  await expect(stopping).rejects.toMatchObject({
    name: 'ManagerFailed',
    message: 'Docker did not answer within 30 s.',
  })
})

test('a proxy in front of the socket that forbids it counts as not permitted', async () => {
  const { find } = await aDocker({ act: (_, response) => void response.writeHead(403).end('Forbidden') })
  await expect((await find(server, never))?.stop(never)).rejects.toMatchObject({ name: 'NotPermitted' })
})

test('without a socket there is no Docker', async () => {
  const api = createDockerApi('/nowhere/docker.sock')
  expect(await docker(api, systemClock)(server, never)).toBeNull()
  await api[Symbol.asyncDispose]()
})

test.each([
  [{}, 'linux', '/var/run/docker.sock'],
  [{ DOCKER_HOST: 'unix:///run/user/1000/docker.sock' }, 'linux', '/run/user/1000/docker.sock'],
  [{ DOCKER_HOST: 'tcp://build-box:2375' }, 'linux', '/var/run/docker.sock'],
  [{}, 'win32', '//./pipe/docker_engine'],
] as const)('the socket of %o on %s is %s', (environment, platform, path) => {
  expect(dockerSocket({ environment, platform })).toBe(path)
})

/** As Docker writes what has no terminal: a header before each part. */
const framed = (text: string) => {
  const header = Buffer.alloc(8)
  header.writeUInt8(2, 0)
  header.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([header, Buffer.from(text)])
}

test.each([
  ['without a terminal, in parts that end anywhere', false, (text: string) => framed(text)],
  ['with a terminal', true, (text: string) => Buffer.from(text)],
])('the log of a container %s is read line by line, with the time of each', async (_, Tty, written) => {
  const lines = '2026-01-01T00:00:01.5Z Listening on 11434\n2026-01-01T00:00:02Z päng\n'
  const { find, asked } = await aDocker({
    inspect: { ...inspected, Config: { Tty } },
    act: (_, response) => {
      const whole = written(lines)
      response.writeHead(200)
      for (const byte of whole) response.write(Buffer.from([byte]))
      response.end()
    },
  })
  const read: RawLine[] = []
  const managed = await find(server, never)
  for await (const some of managed?.log?.read({ lines: 50, follow: false, signal: never }) ?? []) read.push(...some)
  expect(read).toEqual([
    { at: Date.parse('2026-01-01T00:00:01.5Z'), text: 'Listening on 11434' },
    { at: Date.parse('2026-01-01T00:00:02Z'), text: 'päng' },
  ])
  expect(asked.at(-1)).toBe('GET /containers/ID/logs?stdout=1&stderr=1&timestamps=1&tail=50&follow=0')
})
