import { type ClientRequest, get, type IncomingMessage } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable, type Problem } from '@ollama-dashboard/contracts'
import { createEventBus, createEventStream, DashboardError } from '@ollama-dashboard/core'
import { expect, onTestFinished, test } from 'vitest'
import type { AppOptions } from '../src/app.ts'
import { sendEvents } from '../src/server-sent-events.ts'
import { fakeCore } from './fake-core.ts'
import { as, keyOf, testApp } from './support.ts'

const clock = { now: Date.now, after: () => () => {} }
const headers = as('viewer')

/** An app whose events are announced by the test, on a real socket. */
async function setUp(options: Partial<AppOptions> = {}) {
  const bus = createEventBus(clock)
  let listening = 0
  const subscribe = createEventStream({
    events: bus,
    token: 'k3f9',
    closing: new AbortController().signal,
    snapshot: async () => ({ models: [], jobs: [], alerts: [] }),
    watch() {
      listening += 1
      return () => {
        listening -= 1
      }
    },
  })
  const { core } = fakeCore()
  const { app, lines } = await testApp({ core: { ...core, events: { recent: bus.recent, subscribe } }, ...options })
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/api/events`
  const announce = (detail = '') => bus.announce({ type: 'model.loaded', instance: 'default', model: 'llama3', detail })
  return { app, lines, bus, url, announce, listening: () => listening }
}

interface Reader {
  readonly answer: IncomingMessage
  readonly request: ClientRequest
  /** All that was received. */
  text(): string
  /** The ids, in the order of their arrival. */
  ids(): string[]
  readonly ended: Promise<void>
}

/** A caller that reads, or one that stops before the first byte of the body. */
function open(url: string, { reads = true, lastEventId = '' } = {}): Promise<Reader> {
  const { promise, resolve, reject } = Promise.withResolvers<Reader>()
  const request = get(url, {
    agent: false,
    headers: { ...headers, ...(lastEventId && { 'last-event-id': lastEventId }) },
  })
  onTestFinished(() => void request.destroy())
  request.on('error', reject)
  request.on('response', (answer) => {
    let received = ''
    const ended = new Promise<void>((end) => answer.once('close', end))
    answer.setEncoding('utf8').on('error', () => undefined)
    if (reads) {
      answer.on('data', (piece) => {
        received += piece
      })
    }
    const text = () => received
    const ids = () => [...text().matchAll(/^id: (.*)$/gm)].map(([, id = '']) => id)
    resolve({ answer, request, text, ids, ended })
  })
  return promise
}

const until = (condition: () => boolean) => expect.poll(condition, { timeout: 10_000, interval: 5 }).toBe(true)

test('a snapshot comes first, then each event with its name and id', async () => {
  const { url, announce } = await setUp()
  announce()
  const { answer, text, ids } = await open(url)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({
    'content-type': expect.stringMatching(/^text\/event-stream/),
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  await until(() => ids().length === 1)
  expect(text()).toBe('event: snapshot\nid: k3f9-1\ndata: {"models":[],"jobs":[],"alerts":[]}\n\n')
  announce('two\nlines')
  await until(() => ids().length === 2)
  expect(text()).toMatch(/\n\nevent: model\.loaded\nid: k3f9-2\ndata: \{.*"detail":"two\\nlines"\}\n\n$/)
})

test('who comes back gets what was missed, and who comes from another process a snapshot', async () => {
  const { url, announce } = await setUp()
  for (let index = 0; index < 3; index += 1) announce()
  const back = await open(url, { lastEventId: 'k3f9-1' })
  const foreign = await open(url, { lastEventId: 'aaaa-1' })
  await until(() => back.ids().length === 2 && foreign.ids().length === 1)
  expect(back.ids()).toEqual(['k3f9-2', 'k3f9-3'])
  expect(foreign.text()).toContain('event: snapshot\nid: k3f9-3\n')
})

test('the typed client follows the stream and takes it up again', async () => {
  const { app, url, announce } = await setUp()
  const dashboard = createClient<ApiContract>(endpointTable(contract), {
    baseUrl: new URL(url).origin,
    key: keyOf('viewer'),
  })
  const seen: string[] = []
  for await (const { event, id } of dashboard.observability.events()) {
    seen.push(`${event} ${id}`)
    if (seen.length === 2) break
    announce()
  }
  expect(seen).toEqual(['snapshot k3f9-0', 'model.loaded k3f9-1'])
  announce()
  for await (const { id } of dashboard.observability.events({}, { lastEventId: 'k3f9-1' })) {
    expect(id).toBe('k3f9-2')
    break
  }
  await app.close()
})

test('nobody listens without a key, or through another host', async () => {
  const { app, listening } = await setUp()
  const ask = (given: Record<string, string>) => app.inject({ url: '/api/events', headers: given })
  expect((await ask({})).statusCode).toBe(401)
  expect((await ask({ authorization: 'Bearer wrong' })).statusCode).toBe(401)
  const { app: keyless } = await setUp({ keys: null })
  const foreign = await keyless.inject({ url: '/api/events', headers: { host: 'evil.example' } })
  expect([foreign.statusCode, foreign.json().code]).toEqual([403, 'host_not_allowed'])
  expect(listening()).toBe(0)
})

test('a silent stream is kept alive by comments', async () => {
  const { app } = await testApp()
  app.get('/beating', { config: { access: 'viewer', route: '/beating' } }, (request, reply) =>
    sendEvents(reply, request, oneAndSilence(reply.raw), { heartbeatMs: 5 }),
  )
  const { text } = await open(`${await app.listen({ host: '127.0.0.1', port: 0 })}/beating`)
  await until(() => /^event: one\ndata: 1\n\n:\n\n:\n\n/.test(text()))
})

async function* oneAndSilence(answer: { once(event: 'close', listener: () => void): void }) {
  yield { event: 'one', data: 1 }
  await new Promise<void>((resolve) => answer.once('close', resolve))
}

test('a failure before the first event keeps its status; one after it is the last event', async () => {
  const { app, lines } = await testApp()
  const config = { access: 'viewer', route: '/failing' } as const
  app.get('/failing', { config }, (request, reply) => {
    async function* failing() {
      if (request.url.endsWith('?late')) yield { event: 'one', data: 1 }
      throw new DashboardError('ollama_unreachable', 'Ollama cannot be reached.')
    }
    return sendEvents(reply, request, failing())
  })
  const early = await app.inject({ url: '/failing', headers })
  expect([early.statusCode, early.json().code]).toEqual([503, 'ollama_unreachable'])
  const late = await app.inject({ url: '/failing?late', headers })
  const [, data = ''] = late.body.match(/^event: one\ndata: 1\n\nevent: error\ndata: (.*)\n\n$/) ?? []
  expect(JSON.parse(data) satisfies Problem).toMatchObject({ code: 'ollama_unreachable', status: 503 })
  expect(lines.join('\n')).not.toContain('"level":"error"')
})

test('a caller who leaves is no longer listened for, and no fault of ours', async () => {
  const { app, url, lines, listening } = await setUp()
  const { request, answer } = await open(url)
  answer.on('error', () => undefined)
  expect(listening()).toBe(1)
  request.destroy()
  await until(() => listening() === 0)
  await app.close()
  expect(lines.join('\n')).not.toContain('"level":"error"')
})

test('HEAD has the headers, and listens for nobody', async () => {
  const { app, listening } = await setUp()
  const answer = await app.inject({ method: 'HEAD', url: '/api/events', headers })
  expect([answer.statusCode, answer.body]).toEqual([200, ''])
  expect(answer.headers['content-type']).toMatch(/^text\/event-stream/)
  expect(listening()).toBe(0)
})

test('the streams of one caller are bounded and counted; another caller has its own', async () => {
  const { app, url } = await setUp({ streamsPerCaller: 2 })
  const [first] = [await open(url), await open(url)]
  const refused = await app.inject({ url: '/api/events', headers })
  expect([refused.statusCode, refused.json().code]).toEqual([429, 'rate_limited'])
  expect(refused.headers['retry-after']).toBe('10')
  const operator = await fetch(url, { headers: as('operator') })
  expect(operator.status).toBe(200)
  await operator.body?.cancel()

  const count = async () => {
    const { body } = await app.inject({ url: '/metrics', headers })
    return Number(body.match(/^ollama_dashboard_sse_clients (\d+)$/m)?.[1])
  }
  await expect.poll(count).toBe(2)
  first?.request.destroy()
  await expect.poll(count).toBe(1)
  expect((await open(url)).answer.statusCode).toBe(200)
})

test('a server that closes ends its streams at once, even of a reader that stopped', async () => {
  // Those that do not end by themselves are cut off only after a minute.
  const { app, url, announce, listening } = await setUp({ drainMs: 60_000 })
  const running = await open(url)
  await open(url, { reads: false })
  for (let index = 0; index < 1000; index += 1) {
    announce('x'.repeat(16_384))
    if (index % 50 === 0) await until(() => running.text().includes(`id: k3f9-${index + 1}\n`))
  }
  const begun = performance.now()
  await app.close()
  expect(performance.now() - begun).toBeLessThan(10_000)
  await running.ended
  expect(running.answer.complete).toBe(true)
  expect(running.text()).not.toContain('event: error')
  await until(() => listening() === 0)
})

/** What is still in use after everything that is not has been let go. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const megabyte = 1024 * 1024

test('a reader that stops costs nobody anything, and is told how things stand when it reads again', async () => {
  const { bus, url, announce } = await setUp()
  const stopped = await open(url, { reads: false })
  let heard = 0
  const end = bus.listen(() => {
    heard += 1
  })
  const before = usedBytes()
  // 64 MB: more than the sockets' own buffers hold.
  for (let burst = 0; burst < 200; burst += 1) {
    for (let index = 0; index < 20; index += 1) announce('x'.repeat(16_384))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(heard).toBe(4000)
  end()
  // The last 256 events are remembered for all, once: 4 MB.
  expect(usedBytes() - before).toBeLessThan(16 * megabyte)

  let text = ''
  stopped.answer.on('data', (piece) => {
    text += piece
  })
  await until(() => text.endsWith('\n\n') && text.includes('id: k3f9-4000\n'))
  expect(text.match(/^event: snapshot$/gm)).toHaveLength(2)
  announce()
  await until(() => text.includes('id: k3f9-4001\n'))
})

test('two hundred readers all get every event, though some of them stopped', { timeout: 60_000 }, async () => {
  const { url, announce, listening } = await setUp()
  const readers = await Promise.all(Array.from({ length: 190 }, () => open(url)))
  await Promise.all(Array.from({ length: 10 }, () => open(url, { reads: false })))
  expect(listening()).toBe(200)
  const before = usedBytes()
  for (let sent = 50; sent <= 1000; sent += 50) {
    for (let index = 0; index < 50; index += 1) announce()
    await until(() => readers.every(({ text }) => text().includes(`id: k3f9-${sent}\n`)))
  }
  const expected = Array.from({ length: 1001 }, (_, id) => `k3f9-${id}`)
  for (const { ids } of readers) expect(ids()).toEqual(expected)
  // Less what the readers themselves have kept.
  const kept = readers.reduce((sum, { text }) => sum + text().length, 0)
  expect(usedBytes() - before - kept).toBeLessThan(64 * megabyte)
})
