import { scenarios, startSimulator } from '@ollama-dashboard/ollama-sim'
import { describe, expect, onTestFinished, test } from 'vitest'
import { long, metricsOf, model, setUp, textOf } from './chat-set-up.ts'

describe.each(['0.24.0', '0.32.15'])('the prompt guard, on Ollama %s', (version) => {
  const simulation = { scenario: { ...scenarios.home, version } }
  const counts = version === '0.32.15'
  // Not told how many tokens it has, a prompt of 4,000 bytes is taken for as many.
  const context_needed = counts ? 2048 : 8192

  test('tells of a prompt that was cut, and what would hold it', async () => {
    const { say, client } = await setUp({ simulation })
    const chunks = await say({ prompt: long(1000), options: { num_ctx: 512 } })
    expect(textOf(chunks)).not.toBe('')
    expect(metricsOf(chunks)).toMatchObject({
      prompt_truncated: true,
      context_length: 512,
      context_needed,
      context_needed_fits: 'yes',
    })
    expect(metricsOf(chunks)?.prompt_tokens_uncut).toBe(counts ? 1005 : undefined)
    const { events } = await client.observability.recentEvents({ query: { limit: 5 } })
    expect(events.find(({ type }) => type === 'prompt.truncated')).toMatchObject({
      model,
      by: 'env:operator',
      detail: counts ? '1,005 tokens, context 512' : 'longer than the context',
    })
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
      prompt_truncated: false,
      completion_tokens: null,
      prompt_tokens: counts ? 1005 : null,
      context_length: 512,
      context_needed,
      context_needed_fits: 'yes',
    })
  })
})

describe('a server too old to refuse', () => {
  const simulation = { scenario: { ...scenarios.home, version: '0.11.0' } }
  const options = { num_ctx: 512 }
  const tools = [{ type: 'function', function: { name: 'weather', description: 'word'.repeat(400), parameters: {} } }]

  test('is believed of nothing where tools or images are tokens of the prompt too', async () => {
    const { say } = await setUp({ simulation })
    await say({ prompt: long(100), options })
    await say({ prompt: long(100), options })
    expect(metricsOf(await say({ prompt: long(100), options }))).toMatchObject({ prompt_truncated: false })
    expect(metricsOf(await say({ prompt: long(300), options, tools }))).toMatchObject({ prompt_truncated: null })
    // Nor is anything learnt from it.
    expect(metricsOf(await say({ prompt: long(1000), options }))).toMatchObject({ context_needed: 2048 })
  })

  test('is not asked where a prompt is surely too long and is not to be cut', async () => {
    const { say, post, simulator } = await setUp({ simulation })
    await say({ prompt: long(100), options })
    const chats = () => simulator.requests.filter(({ path }) => path === '/api/chat').length
    const before = chats()
    const answer = await post({ prompt: long(1000), options, on_overflow: 'error' })
    expect([answer.statusCode, answer.json()]).toMatchObject([
      422,
      { code: 'prompt_too_long', prompt_tokens: null, context_length: 512, context_needed: 2048 },
    ])
    expect(chats()).toBe(before)
    const unsure = await post({ prompt: long(520), options, on_overflow: 'error', stream: false })
    expect([unsure.statusCode, unsure.json().metrics.prompt_truncated]).toEqual([200, null])
    // Whatever is in memory now, it may be loaded with a longer context for this one.
    expect((await post({ prompt: long(1000), on_overflow: 'error' })).statusCode).toBe(200)
  })
})

test('of a server whose version is not known nothing is claimed that its counts do not show', async () => {
  const simulator = await startSimulator({ scenario: 'home', speed: 1000 })
  onTestFinished(() => simulator.close())
  simulator.faults.add({ kind: 'error', path: '/api/version' })
  const { say } = await setUp({ core: { instances: [{ name: 'default', url: new URL(simulator.url) }] } })
  const options = { num_ctx: 512 }
  expect(metricsOf(await say({ prompt: long(300), options }))).toMatchObject({ prompt_truncated: null })
  expect(metricsOf(await say({ prompt: 'Write 5 words', options }))).toMatchObject({ prompt_truncated: false })
})

test('a reply to a prompt that was cut is marked, and told of, though its caller left', async () => {
  const { client } = await setUp({
    simulation: { scenario: { ...scenarios.home, version: '0.32.15' }, speed: 1, tokensPerSecond: 50 },
  })
  const { id } = await client.conversations.save({ body: { model, messages: [] } })
  const leaving = new AbortController()
  const body = { model, prompt: long(1000), session_id: id, options: { num_ctx: 512 } }
  const reading = (async () => {
    for await (const _ of client.chat.send({ body }, { signal: leaving.signal })) leaving.abort()
  })()
  await expect(reading).rejects.toThrow()
  await expect
    .poll(async () => (await client.conversations.get({ params: { id } })).messages[1])
    .toMatchObject({
      interrupted: true,
      metrics: { prompt_truncated: true, prompt_tokens_uncut: 1005, context_length: 512, context_needed: 2048 },
    })
  const { events } = await client.observability.recentEvents({ query: { limit: 50 } })
  expect(events.filter(({ type }) => type === 'prompt.truncated')).toHaveLength(1)
})

test('a server too old to refuse is seen through by what its model needed before, or not at all', async () => {
  const { say } = await setUp({ simulation: { scenario: { ...scenarios.home, version: '0.11.0' } } })
  const options = { num_ctx: 512 }
  expect(metricsOf(await say({ prompt: long(300), options }))).toMatchObject({ prompt_truncated: null })
  // Had it been cut, half a context would have been read.
  expect(metricsOf(await say({ prompt: long(100), options }))).toMatchObject({ prompt_truncated: false })
  expect(metricsOf(await say({ prompt: long(300), options }))).toMatchObject({ prompt_truncated: false })
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
  expect(metricsOf(await say({ prompt: long(100), options }))).toMatchObject({ prompt_truncated: false })
  expect(metricsOf(await say({ prompt: long(600), options }))).toMatchObject({ prompt_truncated: true })
})
