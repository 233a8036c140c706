import { ApiError, createClient } from '@ollama-dashboard/client'
import {
  type ApiContract,
  type ChatChunk,
  type ChatRequest,
  contract,
  endpointTable,
} from '@ollama-dashboard/contracts'
import { scenarios } from '@ollama-dashboard/ollama-sim'
import { describe, expect, test, vi } from 'vitest'
import { type SimulatedCoreOptions, simulatedCore } from './simulated-core.ts'
import { as, keyOf, testApp } from './support.ts'

const model = 'llama3.2:3b'

/** The whole API over a simulated Ollama, and a client of it. */
async function setUp(options: SimulatedCoreOptions = {}) {
  const { core, simulator } = await simulatedCore(options)
  const { app, lines } = await testApp({ core })
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const client = createClient<ApiContract>(endpointTable(contract), { baseUrl, key: keyOf('operator') })
  const say = async (request: Omit<ChatRequest, 'model'> & { model?: string }) => {
    const chunks: ChatChunk[] = []
    for await (const chunk of client.chat.send({ body: { model, ...request } })) chunks.push(chunk)
    return chunks
  }
  const post = (payload: object) =>
    app.inject({ method: 'POST', url: '/api/chat', headers: as('operator'), payload: { model, ...payload } })
  return { app, core, client, simulator, lines, baseUrl, say, post }
}

const textOf = (chunks: readonly ChatChunk[]) => chunks.map(({ message }) => message?.content ?? '').join('')
const metricsOf = (chunks: readonly ChatChunk[]) => chunks.at(-1)?.metrics
const long = (tokens: number) => 'word'.repeat(tokens)

const failureOf = async (work: Promise<unknown>): Promise<ApiError> => {
  const error = await work.then(
    () => null,
    (reason) => reason,
  )
  if (error instanceof ApiError) return error
  throw error ?? new Error('It did not fail.')
}

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
    expect(await tokens({ system: '' })).toBe(15)
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
    [{ messages: [] }, '/body/messages'],
    [{ messages: [{ role: 'robot', content: 'b' }] }, '/body/messages/0/role'],
    [{ messages: [{ role: 'user', content: 'a' }], images: ['aaaa'] }, '/body/images'],
    [{ prompt: 'a', images: Array(17).fill('aaaa') }, '/body/images'],
    [{ prompt: 'a', images: ['not base64!'] }, '/body/images/0'],
    [{ messages: [{ role: 'user', content: 'a', images: ['aaa'] }] }, '/body/messages/0/images/0'],
    [{ prompt: 'a', options: { temperature: 3 } }, '/body/options/temperature'],
    [{ prompt: 'a', options: { keep_alive: 1 } }, '/body/options/keep_alive'],
    [{ prompt: 'x'.repeat(1_048_577) }, '/body/prompt'],
    [{ prompt: 'a', seed: 1 }, '/body/seed'],
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

describe.each(['0.24.0', '0.32.15'])('the prompt guard, on Ollama %s', (version) => {
  const simulation = { scenario: { ...scenarios.home, version } }
  const counts = version === '0.32.15'

  test('tells of a prompt that was cut, and what would hold it', async () => {
    const { say, client } = await setUp({ simulation })
    const chunks = await say({ prompt: long(1000), options: { num_ctx: 512 } })
    expect(textOf(chunks)).not.toBe('')
    expect(metricsOf(chunks)).toMatchObject({
      prompt_truncated: true,
      context_length: 512,
      context_needed: 2048,
      context_needed_fits: 'yes',
    })
    expect(metricsOf(chunks)?.prompt_tokens_uncut).toBe(counts ? 1005 : undefined)
    const { events } = await client.observability.recentEvents({ query: { limit: 5 } })
    expect(events.find(({ type }) => type === 'prompt.truncated')).toMatchObject({ model, by: 'env:operator' })
  })

  test('tells of a conversation that lost its oldest messages, which no count of tokens shows', async () => {
    const { say } = await setUp({ simulation })
    const messages = [
      { role: 'user' as const, content: long(600) },
      { role: 'assistant' as const, content: 'Yes.' },
      { role: 'user' as const, content: 'Write 5 words' },
    ]
    const metrics = metricsOf(await say({ messages, options: { num_ctx: 512 } }))
    expect(metrics).toMatchObject({ prompt_truncated: true })
    expect(metrics?.prompt_tokens).toBeLessThan(100)
  })

  test('lets one that just fits pass as it is, asked once', async () => {
    const { say, simulator } = await setUp({ simulation })
    const chunks = await say({ prompt: long(507), options: { num_ctx: 512 } })
    expect(metricsOf(chunks)).toMatchObject({ prompt_truncated: false, prompt_tokens: 512 })
    expect(simulator.requests.filter(({ path }) => path === '/api/chat')).toHaveLength(1)
  })

  test('refuses where it is asked to, with what would hold it', async () => {
    const { post } = await setUp({ simulation })
    const answer = await post({ prompt: long(1000), options: { num_ctx: 512 }, on_overflow: 'error' })
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'prompt_too_long'])
    expect(answer.json()).toMatchObject({
      prompt_tokens: counts ? 1005 : null,
      context_length: 512,
      context_needed: 2048,
      context_needed_fits: 'yes',
    })
  })
})

test('a server too old to refuse is seen through by what its model needed before, or not at all', async () => {
  const { say } = await setUp({ simulation: { scenario: { ...scenarios.home, version: '0.11.0' } } })
  const options = { num_ctx: 512 }
  expect(metricsOf(await say({ prompt: long(100), options }))).toMatchObject({ prompt_truncated: null })
  expect(metricsOf(await say({ prompt: long(120), options }))).toMatchObject({ prompt_truncated: false })
  expect(metricsOf(await say({ prompt: long(1000), options }))).toMatchObject({
    prompt_truncated: true,
    context_needed: 2048,
  })
})

test('a server too old to refuse is not believed about the first prompt, which it may have cut', async () => {
  const { say } = await setUp({ simulation: { scenario: { ...scenarios.home, version: '0.11.0' } } })
  const options = { num_ctx: 512 }
  expect(metricsOf(await say({ prompt: long(1000), options }))).toMatchObject({ prompt_truncated: null })
  // Were what it read of the first taken for all of it, this one would seem to fit.
  expect(metricsOf(await say({ prompt: long(600), options }))).toMatchObject({ prompt_truncated: null })
  expect(metricsOf(await say({ prompt: long(100), options }))).toMatchObject({ prompt_truncated: null })
  expect(metricsOf(await say({ prompt: long(600), options }))).toMatchObject({ prompt_truncated: true })
})

describe('a failure', () => {
  test.each([
    ['refuse', 503, 'ollama_unreachable'],
    ['busy', 503, 'ollama_busy'],
    ['garbage', 502, 'ollama_error'],
    ['error', 502, 'runner_crashed'],
  ] as const)('of Ollama (%s) before the first word keeps its status', async (kind, status, code) => {
    const { post, simulator } = await setUp()
    simulator.faults.add({ kind, path: '/api/chat', count: 1 })
    const answer = await post({ prompt: 'Hello' })
    expect([answer.statusCode, answer.json().code]).toEqual([status, code])
    // A chat is never repeated by itself.
    expect(simulator.requests.filter(({ path }) => path === '/api/chat').length).toBeLessThanOrEqual(1)
  })

  test.each([
    ['truncate', 'stream_truncated'],
    ['error_line', 'ollama_error'],
    ['reset_stream', 'ollama_unreachable'],
  ] as const)('of Ollama (%s) after it is the last line', async (kind, code) => {
    const { client, simulator } = await setUp()
    simulator.faults.add({ kind, path: '/api/chat', count: 1 })
    const chunks: ChatChunk[] = []
    const reading = (async () => {
      for await (const chunk of client.chat.send({ body: { model, prompt: 'Write 20 words' } })) chunks.push(chunk)
    })()
    expect((await failureOf(reading)).code).toBe(code)
    expect(chunks.length).toBeGreaterThan(0)
    const { requests, errors } = await client.chat.performance({ params: { model } })
    expect([requests, errors]).toEqual([1, 1])
  })

  test('of a server that never says a word ends with its limit', async () => {
    const { post, simulator } = await setUp({ core: { firstByteTimeoutMs: 300 } })
    simulator.faults.add({ kind: 'hang', path: '/api/chat', count: 1 })
    const answer = await post({ prompt: 'Hello' })
    expect([answer.statusCode, answer.json().code]).toEqual([504, 'ollama_timeout'])
  })

  test('of an unknown model or session is told before Ollama is asked', async () => {
    const { post } = await setUp()
    expect((await post({ model: 'absent', prompt: 'a' })).json().code).toBe('model_not_found')
    expect((await post({ prompt: 'a', session_id: 'absent' })).json().code).toBe('session_not_found')
  })
})

test('a caller who leaves ends the reply in Ollama within a second, and what had come is kept as interrupted', async () => {
  const { client, simulator, lines, app } = await setUp({ simulation: { speed: 1, tokensPerSecond: 50 } })
  const { id } = await client.chat.saveSession({ body: { model, messages: [] } })
  await client.models.start({ params: { model } })
  const leaving = new AbortController()
  const body = { model, prompt: 'Write 500 words', session_id: id }
  let words = 0
  const reading = (async () => {
    for await (const _ of client.chat.send({ body }, { signal: leaving.signal })) {
      words += 1
      if (words === 10) leaving.abort()
    }
  })()
  await expect(reading).rejects.toThrow()
  const leftAt = Date.now()
  await vi.waitFor(() => expect(simulator.requests.find(({ path }) => path === '/api/chat')?.aborted).toBe(true))
  expect(Date.now() - leftAt).toBeLessThan(1000)
  await vi.waitFor(async () => {
    const { messages } = await client.chat.session({ params: { id } })
    expect(messages).toMatchObject([
      { role: 'user', content: 'Write 500 words' },
      { role: 'assistant', interrupted: true, error: 'interrupted', model },
    ])
    expect(messages[1]?.content.split(' ').length).toBeGreaterThan(3)
  })
  await app.close()
  expect(lines.join('\n')).not.toMatch(/"level":"error"|500 words/)
  expect((await client.chat.performance({ params: { model } }).catch(() => null)) ?? { errors: 0 }).toMatchObject({
    errors: 0,
  })
})

test('a question asked anew takes the place of what came after it, and only once there is a reply', async () => {
  const { client, simulator, say } = await setUp()
  const { id } = await client.chat.saveSession({ body: { model, messages: [] } })
  const ask = (prompt: string, keep_messages?: number) =>
    say({ prompt, session_id: id, ...(keep_messages !== undefined && { keep_messages }) })
  const kept = async () =>
    (await client.chat.session({ params: { id } })).messages.map(({ role, content }) => role === 'user' && content)
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

test('a dashboard that ends in the middle says so in the last line, and keeps what had come', async () => {
  const { client, core, app } = await setUp({ simulation: { speed: 1, tokensPerSecond: 50 } })
  const { id } = await client.chat.saveSession({ body: { model, messages: [] } })
  const chunks: ChatChunk[] = []
  const reading = (async () => {
    for await (const chunk of client.chat.send({ body: { model, prompt: 'Write 500 words', session_id: id } })) {
      chunks.push(chunk)
      if (chunks.length === 10) void app.close()
    }
  })()
  expect((await failureOf(reading)).code).toBe('shutting_down')
  const { messages } = await core.sessions.find(id, { keyId: 'env:operator', seesAll: false })
  expect(messages.at(-1)).toMatchObject({ role: 'assistant', interrupted: true })
  expect(messages.at(-1)?.content.length).toBeGreaterThan(10)
})

test('a cold model is shown as loading while a chat waits for it', async () => {
  const { say, client } = await setUp({ simulation: { speed: 10 } })
  await client.models.available()
  const talking = say({ prompt: 'Write 5 words' })
  await vi.waitFor(async () => {
    const { models } = await client.models.running()
    expect(models.find(({ name }) => name === model)).toMatchObject({ state: 'loading' })
  })
  await talking
  const { models } = await client.models.running()
  expect(models.find(({ name }) => name === model)).toMatchObject({ state: 'loaded' })
})

test('what was observed adds up by hour, and a probe makes something to observe', async () => {
  const { client, say, app } = await setUp()
  const params = { model }
  expect(await client.chat.performance({ params })).toMatchObject({ requests: 0, tokens_per_second: { p50: null } })
  await client.chat.performance({ params, query: { probe: true } })
  for (let count = 0; count < 3; count += 1) await say({ prompt: 'Write 50 words' })
  await vi.waitFor(async () => expect((await client.chat.performance({ params })).requests).toBe(4))
  const seen = await client.chat.performance({ params })
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
