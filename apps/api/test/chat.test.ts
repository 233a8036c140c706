import { describe, expect, test, vi } from 'vitest'
import { fakeClock } from '../../../packages/core/test/fake-clock.ts'
import { long, metricsOf, model, setUp, textOf } from './chat-set-up.ts'
import { as } from './support.ts'

test('a reply comes in lines of Ollama’s own shape, and the last one says how it went', async () => {
  const { say } = await setUp()
  const chunks = await say({ prompt: 'Write 20 words' })
  expect(chunks.length).toBeGreaterThan(10)
  expect(chunks.slice(0, -1).every(({ done, metrics }) => !done && metrics === undefined)).toBe(true)
  expect(textOf(chunks).split(' ').length).toBeGreaterThan(10)
  expect(chunks.at(-1)).toMatchObject({ model, done: true, done_reason: 'stop', eval_count: 20 })
  expect(metricsOf(chunks)).toEqual({
    time_to_first_token_ms: expect.any(Number),
    tokens_per_second: expect.any(Number),
    prompt_tokens: 9,
    completion_tokens: 20,
    load_seconds: expect.any(Number),
    context_used_percent: 0.1,
    prompt_truncated: false,
    context_length: 32_768,
    context_needed: null,
    context_needed_fits: null,
    done_reason: 'stop',
  })
})

test('without a stream it is one object with the whole reply', async () => {
  const { post, say } = await setUp()
  const answer = await post({ prompt: 'Write 20 words', stream: false })
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
  expect(answer.json()).toMatchObject({ done: true, metrics: { completion_tokens: 20, prompt_truncated: false } })
  expect(answer.json().message).toEqual({ role: 'assistant', content: textOf(await say({ prompt: 'Write 20 words' })) })
})

test('thinking, tools, images and a format pass through', async () => {
  const { say } = await setUp()
  const thought = await say({ model: 'qwen3:14b', prompt: 'Write 20 words', think: true })
  expect(thought.some(({ message }) => message?.thinking)).toBe(true)
  const quick = await say({ model: 'qwen3:14b', prompt: 'Write 20 words', think: false })
  expect(quick.some(({ message }) => message?.thinking)).toBe(false)
  const parameters = { type: 'object', properties: { city: { type: 'string' } } }
  const called = await say({
    prompt: 'Weather?',
    tools: [{ type: 'function', function: { name: 'weather', parameters } }],
  })
  expect(called.flatMap(({ message }) => message?.tool_calls ?? [])).toMatchObject([{ function: { name: 'weather' } }])
  const shaped = await say({ prompt: 'x', format: { type: 'object', properties: { n: { type: 'integer' } } } })
  expect(JSON.parse(textOf(shaped))).toEqual({ n: 7 })
  const seen = await say({
    model: 'gemma3:12b',
    prompt: 'What is it?',
    images: [Buffer.from('png').toString('base64')],
  })
  expect(textOf(seen)).not.toBe('')
})

describe('settings', () => {
  test('that are saved hold for a chat, and the request goes before them', async () => {
    const { say, client, simulator } = await setUp()
    const params = { model }
    await client.settings.save({ params, body: { num_ctx: 4096, num_predict: 5, keep_alive: '30m' } })
    expect(metricsOf(await say({ prompt: 'Write 20 words' }))).toMatchObject({
      completion_tokens: 5,
      context_length: 4096,
    })
    const [running] = (await client.models.running()).models.filter(({ name }) => name === model)
    expect(running?.expires_in_seconds).toBeGreaterThan(1700)
    const other = await say({ prompt: 'Write 20 words', options: { num_predict: 7, num_ctx: 2048 }, keep_alive: -1 })
    expect(metricsOf(other)).toMatchObject({ completion_tokens: 7, context_length: 2048 })
    expect(simulator.loads.filter((load) => load.model === model)).toHaveLength(2)
  })

  test('of a system prompt give way to that of the request, which may be none', async () => {
    const { say, client } = await setUp()
    await client.settings.save({ params: { model }, body: { system: long(100) } })
    const tokens = async (request: { system?: string }) =>
      metricsOf(await say({ prompt: long(10), options: { num_predict: 2 }, ...request }))?.prompt_tokens
    expect(await tokens({})).toBe(120)
    expect(await tokens({ system: long(30) })).toBe(50)
    // Five go to each message: an empty one is sent, or Ollama would put the model's own in its place.
    expect(await tokens({ system: '' })).toBe(20)
  })

  test('make a start and a first chat load the model once', async () => {
    const { say, client, simulator } = await setUp()
    await client.settings.save({ params: { model }, body: { num_ctx: 8192, num_gpu: 20, num_batch: 256, top_k: 3 } })
    await client.models.start({ params: { model } })
    const chunks = await say({ prompt: 'Write 5 words' })
    expect(simulator.loads.filter((load) => load.model === model)).toHaveLength(1)
    expect(metricsOf(chunks)).toMatchObject({ load_seconds: 0, context_length: 8192 })
    // And the other way round: what a chat loaded is what a start wants.
    expect(await client.models.start({ params: { model } })).toMatchObject({ changed: false, attempts: 0 })
  })
})

describe('a request', () => {
  test.each([
    [{}, '/body/prompt'],
    [{ prompt: 'a', messages: [{ role: 'user', content: 'b' }] }, '/body/prompt'],
    [{ messages: [{ role: 'user', content: 'a' }], images: ['aaaa'] }, '/body/images'],
    [{ prompt: 'a', images: ['not base64!'] }, '/body/images/0'],
    [{ prompt: 'a', keep_messages: 2 }, '/body/keep_messages'],
    [{ messages: [{ role: 'user', content: 'a' }], session_id: 'a', keep_messages: 2 }, '/body/keep_messages'],
  ])('like %.80j is refused by its field', async (payload, path) => {
    const { post, simulator } = await setUp()
    const answer = await post(payload)
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, path])
    expect(simulator.requests.some(({ path }) => path === '/api/chat')).toBe(false)
  })

  test('may have twenty megabytes of images, and no more', async () => {
    const { post } = await setUp()
    const image = (megabytes: number) => Buffer.alloc(megabytes * 1000 ** 2, 7).toString('base64')
    const ask = (images: string[]) => post({ model: 'gemma3:12b', prompt: 'What is it?', images })
    expect((await ask([image(10), image(9)])).statusCode).toBe(200)
    expect((await ask([image(10), image(11)])).json().errors[0].message).toMatch(/20 MB/)
  })

  test.each([
    ['images', { images: ['aaaa'] }, 'cannot see images'],
    ['thinking', { think: true }, 'cannot think'],
    ['tools', { model: 'gemma3:12b', tools: [{ type: 'function' }] }, 'cannot use tools'],
    ['a reply', { model: 'nomic-embed-text' }, 'cannot chat'],
  ])('for %s of a model that cannot is 422 before Ollama is asked', async (_, payload, words) => {
    const { post, simulator } = await setUp()
    const answer = await post({ prompt: 'a', ...payload })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'capability_missing'])
    expect(answer.json().detail).toContain(words)
    expect(simulator.requests.some(({ path }) => path === '/api/chat')).toBe(false)
  })
})

test('a question asked anew takes the place of what came after it, and only once there is a reply', async () => {
  const { client, simulator, say } = await setUp()
  const { id } = await client.conversations.save({ body: { model, messages: [] } })
  const ask = (prompt: string, keep_messages?: number) =>
    say({ prompt, session_id: id, ...(keep_messages !== undefined && { keep_messages }) })
  const kept = async () =>
    (await client.conversations.get({ params: { id } })).messages.map(({ role, content }) => role === 'user' && content)
  await ask('Write 5 words')
  await ask('Write 6 words')
  simulator.faults.add({ kind: 'busy', path: '/api/chat', count: 1 })
  await expect(ask('Write 7 words', 0)).rejects.toThrow()
  expect(await kept()).toEqual(['Write 5 words', false, 'Write 6 words', false])
  const alone = metricsOf(await ask('Write 7 words', 0))
  expect(await kept()).toEqual(['Write 7 words', false])
  // What gave way is not what the model sees either.
  expect(alone?.prompt_tokens).toBe(metricsOf(await say({ prompt: 'Write 7 words' }))?.prompt_tokens)
})

describe('the context in force', () => {
  test('is that of this reply, not of the one before', async () => {
    const { say } = await setUp()
    expect(metricsOf(await say({ prompt: 'a', options: { num_ctx: 512 } }))?.context_length).toBe(512)
    const metrics = metricsOf(await say({ prompt: 'a', options: { num_predict: 1 } }))
    expect(metrics).toMatchObject({ context_length: 32_768, context_used_percent: expect.any(Number) })
  })

  test('is not known where Ollama does not tell of it, which holds the last line for a second at most', async () => {
    const clock = fakeClock()
    const after = vi.spyOn(clock, 'after')
    const { say, simulator } = await setUp({ core: { clock } })
    await say({ prompt: 'a' })
    simulator.faults.add({ kind: 'hang', path: '/api/ps' })
    after.mockClear()
    const ended = vi.fn()
    const reply = say({ prompt: 'a' }).finally(ended)
    // Nothing is missing but the context.
    await expect.poll(() => after.mock.calls.map(([ms]) => ms)).toContain(1000)
    expect(ended).not.toHaveBeenCalled()
    await clock.advance(1000)
    expect(metricsOf(await reply)).toMatchObject({ context_length: null, context_used_percent: null })
    // Or the end of the dashboard would wait for the list as long as a request may take.
    await simulator.close()
  })
})

test('a cold model is shown as loading while a chat waits for it', async () => {
  const { say, client, simulator } = await setUp({ simulation: { speed: 0 } })
  await client.models.available()
  const talking = say({ prompt: 'Write 5 words' })
  const state = async () => (await client.models.running()).models.find(({ name }) => name === model)?.state
  await expect.poll(state).toBe('loading')
  simulator.setSpeed(1000)
  await talking
  expect(await state()).toBe('loaded')
})

test('what was observed adds up by hour, and a probe makes something to observe', async () => {
  const { client, say, app } = await setUp()
  const params = { model }
  expect(await client.performance.get({ params })).toMatchObject({ requests: 0, tokens_per_second: { p50: null } })
  await client.performance.get({ params, query: { probe: true } })
  for (let count = 0; count < 3; count += 1) await say({ prompt: 'Write 50 words' })
  await expect.poll(async () => (await client.performance.get({ params })).requests).toBe(4)
  const seen = await client.performance.get({ params })
  expect(seen.history.reduce((sum, { requests }) => sum + requests, 0)).toBe(4)
  // What the simulated card makes of such a model, give or take the width of a bucket.
  expect(seen.tokens_per_second.p50).toBeGreaterThan(321.88 * 0.95)
  expect(seen.tokens_per_second.p50).toBeLessThan(321.88 * 1.05)
  expect(seen.load_seconds.p50).toBeGreaterThan(0)
  expect(seen.time_to_first_token_ms.p95).toBeGreaterThan(0)

  const probe = `/api/models/performance/${model}?probe=true`
  expect((await app.inject({ url: probe, headers: as('viewer') })).json().code).toBe('forbidden')
  expect((await app.inject({ url: probe.replace('?probe=true', ''), headers: as('viewer') })).statusCode).toBe(200)
})
