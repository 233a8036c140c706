import { describe, expect, test } from 'vitest'
import { fakeCore } from './fake-core.ts'
import { as, keyOf, type TestApp, testApp } from './support.ts'

const answered = ({ lines }: TestApp) =>
  lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request answered')

describe('the log', () => {
  test('has a line for every answer, with the route as the contract writes it', async () => {
    const tested = await testApp()
    const headers = {
      ...as('operator'),
      'x-request-id': 'mine-1',
      traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
    }
    await tested.app.inject({ method: 'POST', url: '/api/models/stop/hf.co/org/model?instance=gpu', headers })
    expect(answered(tested)).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        msg: 'request answered',
        trace_id: 'ab'.repeat(16),
        span_id: expect.stringMatching(/^(?!cd)[0-9a-f]{16}$/),
        request_id: 'mine-1',
        route: '/api/models/stop/:model',
        method: 'POST',
        status: 200,
        duration_ms: expect.any(Number),
        key_id: 'env:operator',
        role: 'operator',
        instance: 'gpu',
        model: 'hf.co/org/model',
      },
    ])
  })

  test('names the models that stand in the body, those of a bulk action together', async () => {
    const tested = await testApp()
    const post = (url: string, payload: object) =>
      tested.app.inject({ method: 'POST', url, headers: as('operator'), payload })
    await post('/api/chat', { model: 'llama3.2:3b', prompt: 'Hi' })
    await post('/api/models/bulk/start', { models: ['a:1', 'b\u202e:2', 'c:3'] })
    await post('/api/models/copy', { source: 'a:1', destination: 'd:4' })
    expect(answered(tested).map(({ model, models }) => model ?? models)).toEqual([
      'llama3.2:3b',
      ['a:1', 'c:3'],
      ['a:1', 'd:4'],
    ])
  })

  test('keeps what machines ask for all the time for those who look for it', async () => {
    const tested = await testApp()
    for (const url of ['/health', '/ping', '/assets/app-1a2b3c.js']) await tested.app.inject(url)
    expect(answered(tested).map(({ level, route }) => [level, route])).toEqual([
      ['debug', '/health'],
      ['debug', '/ping'],
      ['debug', '/assets/*'],
    ])
  })

  test.each([
    ['a C1 control', '%C2%9B31m'],
    ['an escape', '%1B[31m'],
    ['a turn of direction', '%E2%80%AE'],
    ['a line separator', '%E2%80%A8'],
  ])('repeats no name with %s, which would act on the terminal of whoever reads it', async (_, text) => {
    const tested = await testApp()
    await tested.app.inject(`/api/models/info/a${text}?instance=b${text}`)
    const [line] = answered(tested)
    expect(line).toMatchObject({ route: '/api/models/info/:model', status: 401 })
    expect(line).not.toHaveProperty('model')
    expect(line).not.toHaveProperty('instance')
  })

  test('never holds a key, a body, a prompt or a query', async () => {
    const failing = fakeCore({
      start: async () => {
        throw new Error('broken')
      },
    })
    const tested = await testApp({ core: failing.core })
    const post = (headers: Record<string, string>, payload: string) =>
      tested.app.inject({ method: 'POST', url: '/api/models/start/llama3?instance=x', headers, payload })
    const json = { 'content-type': 'application/json' }
    const system = JSON.stringify({ settings: { system: 'the-prompt' } })
    await post({ ...as('admin'), ...json }, system)
    await post({ ...as('viewer'), ...json }, system)
    await post({ ...json, authorization: 'Bearer a-wrong-key' }, system)
    await post({ ...as('admin'), ...json }, '{"the-prompt"')
    await tested.app.inject(`/api/test?key=${keyOf('admin')}`)
    await tested.app.inject({ url: `/api/${keyOf('admin')}`, headers: { cookie: 'the-cookie' } })
    await tested.app.inject({ url: '/api/models/info/%zz-the-prompt', headers: as('admin') })
    expect(tested.lines.length).toBeGreaterThan(6)
    expect(tested.lines.join('\n')).not.toMatch(/key-of-the|a-wrong-key|the-prompt|the-cookie/)
  })
})

describe('a request', () => {
  test.each([
    ['none', undefined],
    ['one with a line break', 'a\nb'],
    ['one that is too long', 'x'.repeat(129)],
  ])('whose id is %s gets a new one', async (_, given) => {
    const { app } = await testApp()
    const { headers } = await app.inject({ url: '/health', headers: { ...(given && { 'x-request-id': given }) } })
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  test.each(['/api/nothing', '/api/test', '/nothing.js', '/', '/api/models/info/%zz'])(
    'to %s is answered with its id and its security headers',
    async (url) => {
      const { app } = await testApp()
      const { headers } = await app.inject({ url, headers: { 'x-request-id': 'mine' } })
      expect(headers['x-request-id']).toBe('mine')
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['content-security-policy']).toBe(
        "default-src 'self';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';" +
          "worker-src 'self';manifest-src 'self';frame-ancestors 'none';object-src 'none';base-uri 'none';form-action 'self'",
      )
    },
  )

  test.each([
    ['00-00000000000000000000000000000000-00f067aa0ba902b7-01'],
    ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
    ['4bf92f3577b34da6a3ce929d0e0e4736'],
  ])('whose traceparent %s is not valid starts a trace of its own', async (traceparent) => {
    const { app } = await testApp()
    const { trace_id } = (await app.inject({ url: '/api/nothing', headers: { traceparent } })).json()
    expect(trace_id).toMatch(/^[0-9a-f]{32}$/)
    expect(traceparent).not.toContain(trace_id)
  })
})
