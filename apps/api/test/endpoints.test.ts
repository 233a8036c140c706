import { randomUUID } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { isEvents, isStream } from '@ollama-dashboard/contracts'
import { type Actor, rightsOf } from '@ollama-dashboard/core'
import { Value } from '@sinclair/typebox/value'
import { expect, test } from 'vitest'
import { endpoints } from './endpoints-of-contract.ts'
import { fakeCore } from './fake-core.ts'
import { as, serve, testApp } from './support.ts'

const read = { url: '/api/models/available', headers: as('viewer') }

test('a list is serialised once for as long as it stays the same, and carries its tag', async () => {
  let serialisations = 0
  const list = { models: [], fetched_at: null, stale: false, toJSON: () => ({ made: ++serialisations }) }
  const { app } = await testApp({ core: fakeCore({ available: async () => list }).core })
  const [first, second] = [await app.inject(read), await app.inject(read)]
  expect(serialisations).toBe(1)
  expect(second.body).toBe(first.body)
  expect(first.headers['etag']).toMatch(/^"[\w-]{27}"$/)
  expect(first.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'private, no-cache',
    'content-length': String(first.body.length),
  })
})

test('a caller who has the list already gets 304 without a body', async () => {
  const { app } = await testApp()
  const { headers } = await app.inject(read)
  const again = (tag: string) => app.inject({ ...read, headers: { ...read.headers, 'if-none-match': tag } })
  for (const tag of [String(headers['etag']), `"other", W/${headers['etag']}`, '*']) {
    const answer = await again(tag)
    expect([answer.statusCode, answer.body]).toEqual([304, ''])
    expect(answer.headers['etag']).toBe(headers['etag'])
  }
  expect((await again('"other"')).statusCode).toBe(200)
})

test('a long answer is compressed for whoever takes it, under a tag of its own, and once for all of them', async () => {
  const models = Array.from({ length: 100 }, (_, index) => ({ name: `model-${index}` }))
  const list = { models, fetched_at: null, stale: false } as never
  const { app } = await testApp({ core: fakeCore({ available: async () => list }).core })
  const ask = (headers: Record<string, string>) => app.inject({ ...read, headers: { ...read.headers, ...headers } })
  const plain = await ask({})
  const packed = await ask({ 'accept-encoding': 'br, gzip;q=0.8' })
  expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body)
  expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4)
  expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: expect.stringMatching(/accept-encoding/) })
  expect(packed.headers['etag']).toBe(String(plain.headers['etag']).replace(/"$/, '-gzip"'))
  for (const { headers } of [plain, packed])
    expect((await ask({ 'if-none-match': String(headers['etag']), 'accept-encoding': 'gzip' })).statusCode).toBe(304)
  for (const none of ['identity', 'gzip;q=0', 'br'])
    expect((await ask({ 'accept-encoding': none })).headers['content-encoding'], none).toBeUndefined()
})

test('a list that changed has another tag', async () => {
  let models = [{ name: 'a' }]
  const core = fakeCore({ available: async () => ({ models, fetched_at: null, stale: false }) as never }).core
  const { app } = await testApp({ core })
  const before = await app.inject(read)
  models = []
  const after = await app.inject({
    ...read,
    headers: { ...read.headers, 'if-none-match': String(before.headers['etag']) },
  })
  expect(after.json().models).toEqual([])
})

test('HEAD has the headers of GET and no body', async () => {
  const { app } = await testApp()
  const [get, head] = await Promise.all([app.inject(read), app.inject({ ...read, method: 'HEAD' })])
  expect(head.headers['content-length']).toBe(get.headers['content-length'])
  expect(head.body).toBe('')
})

test('core gets the caller: key, instance, body', async () => {
  const actors: Actor[] = []
  const { core, asked } = fakeCore({
    stop: async (context, input) => {
      actors.push(context.actor)
      return { ...(await fakeCore().core.models.stop(context, input)), message: String(input.instance) }
    },
  })
  const { app } = await testApp({ core })
  const post = (url: string, payload?: object) =>
    app.inject({ method: 'POST', url, headers: as('operator'), ...(payload && { payload }) })
  expect((await post('/api/models/stop/x?instance=gpu')).json().message).toBe('gpu')
  expect(actors).toEqual([{ id: 'env:operator', name: 'API_KEY_OPERATOR', ...rightsOf('operator'), via: 'key' }])
  await post('/api/models/start/x', { keep_alive: '5m', settings: { num_ctx: 4096 } })
  expect(asked).toEqual([['start', 'x', { keep_alive: '5m', settings: { num_ctx: 4096 } }]])
})

test('an unknown instance is 404', async () => {
  const { app } = await testApp()
  const answer = await app.inject({ ...read, url: `${read.url}?instance=nowhere` })
  expect([answer.statusCode, answer.json().code]).toEqual([404, 'instance_not_found'])
})

const preset = { name: 'Tutor', system: 'Explain.' }

/** What the endpoints ask for that cannot do without a body. */
const payloads: Readonly<Record<string, object>> = {
  'models.copy': { source: 'llama3.2:3b', destination: 'mine' },
  'models.bulkStart': { models: ['llama3.2:3b'] },
  'models.bulkStop': { models: ['llama3.2:3b'] },
  'models.bulkDelete': { models: ['llama3.2:3b'] },
  'chat.send': { model: 'llama3.2:3b', prompt: 'Hello' },
  'conversations.save': { model: 'llama3.2:3b', messages: [] },
  'conversations.update': { title: 'Mine' },
  'conversations.import': { sessions: [] },
  'presets.create': preset,
  'presets.replace': preset,
  'keys.create': { name: 'Laptop', role: 'operator' },
  'keys.update': { name: 'Desktop' },
  'roles.create': { name: 'night-shift', based_on: 'viewer', allow: ['models.start'] },
  'roles.update': { description: 'At night' },
  'settings.copy': { from: 'llama3.2:3b', to: ['mine'] },
  'settings.import': {},
  'settings.undoApply': { job: 'a' },
  'application.kill': { confirm: true },
  'alerts.mute': { until: '2026-12-01T00:00:00Z' },
  'alerts.addRule': { title: 'GPU is hot', metric: 'gpu_temperature_celsius', comparison: 'above', threshold: 85 },
  'alerts.changeRule': { enabled: false },
}

/** What they ask for in their query. */
const queries: Readonly<Record<string, string>> = { 'models.plan': '?models=llama3.2:3b' }

test.each(endpoints)('$id answers in the shape and with the status of the contract', async ({ id, endpoint }) => {
  const { app } = await testApp()
  const path = endpoint.path
    .replace(':model', 'llama3.2:3b')
    .replace(':id', randomUUID())
    .replace(':name', 'night-shift')
  const url = `${path}${queries[id] ?? ''}`
  const payload = payloads[id]
  const { method } = endpoint
  const answer = await app.inject({ method, url, headers: as('admin'), ...(payload && { payload }) })
  expect(answer.statusCode).toBe(endpoint.status)
  if (isStream(endpoint)) {
    for (const line of answer.body.trim().split('\n'))
      expect([...Value.Errors(endpoint.event, JSON.parse(line))]).toEqual([])
    return
  }
  if (isEvents(endpoint)) {
    const [, data = ''] = answer.body.match(/^data: (.*)$/m) ?? []
    expect([...Value.Errors(endpoint.events, JSON.parse(data))]).toEqual([])
    return
  }
  expect([...Value.Errors(endpoint.response, answer.json())]).toEqual([])
})

test('a caller who leaves ends the work, and is no fault of ours', async () => {
  const asked = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const { core } = fakeCore({
    start: ({ signal }) => {
      asked.resolve()
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason)
          ended.resolve()
        })
      })
    },
  })
  const { app, lines } = await testApp({ core })
  const address = await serve(app)
  const leaving = new AbortController()
  const call = fetch(`${address}/api/models/start/llama3`, {
    method: 'POST',
    headers: as('operator'),
    signal: leaving.signal,
  })
  await asked.promise
  leaving.abort()
  await expect(call).rejects.toThrow()
  await ended.promise
  await app.close()
  expect(lines.join('\n')).not.toContain('"level":"error"')
  expect(lines.map((line) => JSON.parse(line).msg)).toContain('caller left')
})

test.each(['/metrics', '/api/docs', '/api/docs/json'])('the head of %s can be asked for alone', async (url) => {
  const { app } = await testApp()
  const whole = await app.inject({ url, headers: as('viewer') })
  const head = await app.inject({ method: 'HEAD', url, headers: as('viewer') })
  expect([head.statusCode, head.headers['content-type'], head.body]).toEqual([200, whole.headers['content-type'], ''])
})
