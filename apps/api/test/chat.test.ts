import { describe, expect, test, vi } from 'vitest'
import { fakeClock } from '../../../packages/core/test/fake-clock.ts'
import { metricsOf, model, setUp, textOf } from './chat-set-up.ts'

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
