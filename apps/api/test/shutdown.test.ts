import { once } from 'node:events'
import { connect } from 'node:net'
import type { ModelActionResult } from '@ollama-dashboard/contracts'
import { systemContext } from '@ollama-dashboard/core'
import { expect, onTestFinished, test, vi } from 'vitest'
import { fakeCore } from './fake-core.ts'
import { at } from './fake-time.ts'
import { as, openEntrance, serve, testApp } from './support.ts'

const headers = as('operator')

/** An app with a start under way that ends when it is told to, or when its caller may wait no longer. */
async function starting(drainMs: number) {
  const asked = Promise.withResolvers<void>()
  const loaded = Promise.withResolvers<ModelActionResult>()
  const { core } = fakeCore({
    start: ({ signal }) => {
      signal.addEventListener('abort', () => loaded.reject(signal.reason))
      asked.resolve()
      return loaded.promise
    },
  })
  const { app } = await testApp({ core, drainMs })
  const { port, close } = await openEntrance(app)
  const address = `http://127.0.0.1:${port}`
  const answer = fetch(`${address}/api/models/start/llama3`, { method: 'POST', headers })
  await asked.promise
  return {
    app,
    close,
    address,
    answer,
    finish: async () => loaded.resolve(await fakeCore().core.models.start(systemContext, { model: 'llama3' })),
  }
}

test('an answer under way is finished before the server closes', async () => {
  const { close, answer, finish } = await starting(10_000)
  const closed = close()
  await finish()
  expect((await answer).status).toBe(200)
  await closed
})

/** An app that is asked for the same reply in lines and whole; both wait until they are told to go on. */
async function replying(drainMs: number) {
  const asked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const finished = Promise.withResolvers<void>()
  let begun = 0
  const { core } = fakeCore()
  const { app } = await testApp({
    drainMs,
    core: {
      ...core,
      chat: {
        ...core.chat,
        async *send({ signal }, { request }) {
          asked[begun]?.resolve()
          begun += 1
          const ended = new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
          yield { model: request.model, created_at: at, message: { role: 'assistant', content: 'Well, ' }, done: false }
          await Promise.race([finished.promise, ended])
          yield* core.chat.send(systemContext, { request })
        },
      },
    },
  })
  const { port, close } = await openEntrance(app)
  const ask = async (stream: boolean) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/chat`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'llama3', prompt: 'Hello', stream }),
    })
    const lines = (await answer.text()).trim().split('\n')
    return { status: answer.status, lines: lines.map((line) => JSON.parse(line)) }
  }
  const answers = Promise.all([ask(true), ask(false)])
  await Promise.all(asked.map(({ promise }) => promise))
  return { close, answers, finish: finished.resolve }
}

test('a reply is finished before the server closes, whether it streams or is asked for whole', async () => {
  const { close, answers, finish } = await replying(3_600_000)
  const closed = close()
  finish()
  const [streamed, whole] = await answers
  expect(streamed.status).toBe(200)
  expect(streamed.lines).toMatchObject([
    { message: { content: 'Well, ' }, done: false },
    { message: { content: 'Hello' }, done: true },
  ])
  expect(whole).toMatchObject({ status: 200, lines: [{ message: { content: 'Well, Hello' }, done: true }] })
  await closed
})

test('a reply that takes too long is given up, and says why: in its last line, or in place of itself', async () => {
  const { close, answers } = await replying(20)
  await close()
  const [streamed, whole] = await answers
  expect(streamed.lines).toMatchObject([
    { message: { content: 'Well, ' } },
    { error: { code: 'shutting_down', status: 503 } },
  ])
  expect(whole).toMatchObject({ status: 503, lines: [{ code: 'shutting_down' }] })
})

test('an answer that takes too long is given up, and says why', async () => {
  const { close, answer } = await starting(20)
  await close()
  const late = await answer
  expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([503, 'shutting_down'])
})

test('the server closes in order even if a response takes the whole grace period', async () => {
  const { app, close, answer } = await starting(10_000)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const draining = new Promise((resolve) => app.lifecycle.closing.addEventListener('abort', resolve))
  const closed = close()
  await draining
  await vi.advanceTimersByTimeAsync(10_000)
  await expect(closed).resolves.toBeUndefined()
  expect((await answer).status).toBe(503)
})

test('a connection that a browser opened in advance does not hold up the end', async () => {
  const { app } = await testApp({ drainMs: 3_600_000 })
  const { port, close } = await openEntrance(app)
  const unused = connect(port, '127.0.0.1')
  await once(unused, 'connect')
  await Promise.all([close(), once(unused, 'close')])
})

test('without its storage the server is alive and not ready', async () => {
  const { core } = fakeCore()
  const { app } = await testApp({ core: { ...core, isReady: () => false } })
  const ready = await app.inject('/health?ready=true')
  expect([ready.statusCode, ready.json()]).toEqual([503, { status: 'storage_unavailable' }])
  expect((await app.inject('/health')).json()).toEqual({ status: 'ok' })
})

test('while it drains the server is alive, not ready, answers reads, and takes no new work', async () => {
  const { app, close, address, answer, finish } = await starting(10_000)
  const ask = async (path: string, method = 'GET') => {
    const {
      status,
      headers: told,
      ...rest
    } = await fetch(`${address}${path}`, { method, headers }).then(async (response) => ({
      status: response.status,
      headers: response.headers,
      body: await response.text(),
    }))
    return { status, connection: told.get('connection'), ...rest }
  }
  expect(await ask('/health?ready=true')).toMatchObject({ status: 200, body: '{"status":"ok"}' })
  const draining = once(app.lifecycle.closing, 'abort')
  const closed = close()
  await draining
  expect(await ask('/health?ready=true')).toEqual({ status: 503, connection: 'close', body: '{"status":"draining"}' })
  expect(await ask('/ping')).toMatchObject({ status: 200, body: '{"status":"ok"}' })
  expect(await ask('/api/test')).toMatchObject({ status: 200, connection: 'close' })
  const refused = await ask('/api/models/start/llama3', 'POST')
  expect(JSON.parse(refused.body)).toMatchObject({ status: 503, code: 'shutting_down' })
  await finish()
  expect((await answer).status).toBe(200)
  await closed
})

test('what only later asks whether its caller is still there learns that they left', async () => {
  const left = Promise.withResolvers<void>()
  const told = Promise.withResolvers<boolean>()
  const { core } = fakeCore({
    async start(context) {
      await left.promise
      told.resolve(context.signal.aborted)
      return fakeCore().core.models.start(systemContext, { model: 'llama3' })
    },
  })
  const { app } = await testApp({ core, drainMs: 3_600_000 })
  const address = await serve(app)
  const leaving = new AbortController()
  app.server.on('request', ({ socket }) => {
    socket.once('close', () => setImmediate(left.resolve))
    leaving.abort()
  })
  const asked = fetch(`${address}/api/models/start/llama3`, { method: 'POST', headers, signal: leaving.signal })
  await expect(asked).rejects.toThrow()
  expect(await told.promise).toBe(true)
  await app.close()
})
