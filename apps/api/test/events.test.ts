import { createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable, type Problem } from '@ollama-dashboard/contracts'
import { DashboardError } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { sendEvents } from '../src/http/answers/server-sent-events.ts'
import { announceUnread, open, setUp, unreadEvents, until } from './event-readers.ts'
import { as, keyOf, serve, testApp } from './support.ts'

const headers = as('viewer')

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
  for await (const { event, id } of dashboard.observability.events({}, { lastEventId: 'k3f9-1' })) {
    // What was missed, and no snapshot.
    expect([event, id]).toEqual(['model.loaded', 'k3f9-2'])
    break
  }
  await app.close()
})

test('a silent stream is kept alive by comments', async () => {
  const { app } = await testApp()
  app.get('/beating', { config: { permission: 'models.running', route: '/beating' } }, (request, reply) =>
    sendEvents(reply, request, oneAndSilence(reply.raw), { heartbeatMs: 5 }),
  )
  const { text } = await open(`${await serve(app)}/beating`)
  await until(() => /^event: one\ndata: 1\n\n:\n\n:\n\n/.test(text()))
})

async function* oneAndSilence(answer: { once(event: 'close', listener: () => void): void }) {
  yield { event: 'one', data: 1 }
  await new Promise<void>((resolve) => answer.once('close', resolve))
}

test('a failure before the first event keeps its status; one after it is the last event', async () => {
  const { app, lines } = await testApp()
  const config = { permission: 'models.running', route: '/failing' } as const
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

test('a caller who leaves is unsubscribed, without an error in the log', async () => {
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
  // Those that do not end by themselves are cut off only after an hour, which this test does not wait for.
  const { app, url, announce, listening } = await setUp({ drainMs: 3_600_000 })
  const running = await open(url)
  await open(url, { reads: false })
  for (let index = 0; index < 1000; index += 1) {
    announce('x'.repeat(16_384))
    if (index % 50 === 0) await until(() => running.text().includes(`id: k3f9-${index + 1}\n`))
  }
  await app.close()
  await running.ended
  expect(running.answer.complete).toBe(true)
  expect(running.text()).toMatch(/event: error\ndata: \{[^\n]*"code":"shutting_down"[^\n]*\n\n$/)
  await until(() => listening() === 0)
})

test('a stalled reader costs nothing, and gets a snapshot when it reads again', async () => {
  const { url, announce } = await setUp()
  const stopped = await open(url, { reads: false })
  const reading = await open(url)
  await announceUnread(announce, async (last) => {
    if (last % 100 === 0) await until(() => reading.text().includes(`id: k3f9-${last}\n`))
  })
  // Whoever reads got everything, in order.
  expect(reading.ids()).toEqual(Array.from({ length: unreadEvents + 1 }, (_, id) => `k3f9-${id}`))

  let text = ''
  stopped.answer.on('data', (piece) => {
    text += piece
  })
  await until(() => text.endsWith('\n\n') && text.includes(`id: k3f9-${unreadEvents}\n`))
  expect(text.match(/^event: snapshot$/gm)).toHaveLength(2)
  announce()
  await until(() => text.includes(`id: k3f9-${unreadEvents + 1}\n`))
})
