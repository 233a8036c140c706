import type { ChatChunk } from '@ollama-dashboard/contracts'
import { systemContext } from '@ollama-dashboard/core'
import type { Simulator } from '@ollama-dashboard/ollama-sim'
import { describe, expect, test } from 'vitest'
import { model, setUp } from './chat-set-up.ts'
import { failureOf } from './failure-of.ts'
import { scriptedChat } from './scripted-chat.ts'
import { says } from './scripted-ollama.ts'
import { as } from './support.ts'

/** Ollama with the model in memory, fifty words a second: a reply that comes while a test looks at it. */
async function talking(options: { numParallel?: number } = {}) {
  const api = await setUp({ simulation: { tokensPerSecond: 50, ...options } })
  await api.client.models.start({ params: { model } })
  api.simulator.setSpeed(1)
  return api
}

test('a caller who leaves ends the reply in Ollama, and what had come is kept as interrupted', async () => {
  const { client, simulator, lines, app } = await talking()
  const { id } = await client.conversations.save({ body: { model, messages: [] } })
  const leaving = new AbortController()
  const body = { model, prompt: 'Write 500 words', session_id: id }
  let words = 0
  const reading = (async () => {
    for await (const _ of client.chat.send({ body }, { signal: leaving.signal })) {
      words += 1
      if (words < 10) continue
      // It does not end by itself.
      simulator.setSpeed(0)
      leaving.abort()
    }
  })()
  await expect(reading).rejects.toThrow()
  await untilAborted(simulator)
  const messages = async () => (await client.conversations.get({ params: { id } })).messages
  await expect.poll(messages).toMatchObject([
    { role: 'user', content: 'Write 500 words' },
    { role: 'assistant', interrupted: true, error: 'interrupted', model, content: expect.stringMatching(/(\w+ ){3}/) },
  ])
  expect(await client.performance.get({ params: { model } })).toMatchObject({ errors: 0 })
  await app.close()
  expect(lines.join('\n')).not.toMatch(/"level":"error"|500 words/)
})

test('a conversation tells everybody that a reply to it is coming, until it has come or its caller left', async () => {
  const { client, simulator } = await talking()
  const { id } = await client.conversations.save({ body: { model, messages: [] } })
  const isReplying = async () => (await client.conversations.get({ params: { id } })).is_replying
  const reply = (signal?: AbortSignal) =>
    client.chat
      .send({ body: { model, prompt: 'Write 500 words', session_id: id } }, signal && { signal })
      [Symbol.asyncIterator]()

  expect(await isReplying()).toBe(false)
  const whole = reply()
  await whole.next()
  expect(await isReplying()).toBe(true)
  simulator.setSpeed(1000)
  await drain(whole)
  expect(await isReplying()).toBe(false)

  simulator.setSpeed(1)
  const leaving = new AbortController()
  const left = reply(leaving.signal)
  await left.next()
  expect(await isReplying()).toBe(true)
  simulator.setSpeed(0)
  leaving.abort()
  await expect(drain(left)).rejects.toThrow()
  await expect.poll(isReplying).toBe(false)
})

/** Lines that came before somebody left are still read. */
async function drain(reply: AsyncIterator<unknown>): Promise<void> {
  while (!(await reply.next()).done);
}

const chatsOf = ({ requests }: Simulator) => requests.filter(({ path }) => path === '/api/chat')

/** Until Ollama sees that whoever asked last has left. */
const untilAborted = (simulator: Simulator) => expect.poll(() => chatsOf(simulator).at(-1)?.aborted).toBe(true)

test.each([
  ['while a cold model loads', 'cold', {}],
  ['who waits for the whole reply', 'warm', { stream: false }],
])('a caller who leaves %s ends that in Ollama', async (_, state, asked) => {
  const { baseUrl, client, simulator } = await setUp()
  if (state === 'warm') await client.models.start({ params: { model } })
  // Neither a load nor a reply ends by itself.
  simulator.setSpeed(0)
  const leaving = new AbortController()
  const asking = fetch(`${baseUrl}/api/chat`, {
    method: 'POST',
    headers: { ...as('operator'), 'content-type': 'application/json' },
    body: JSON.stringify({ model, prompt: 'Write 500 words', ...asked }),
    signal: leaving.signal,
  })
  await expect.poll(() => chatsOf(simulator).length).toBe(1)
  leaving.abort()
  await expect(asking).rejects.toThrow()
  await untilAborted(simulator)
})

test('a dashboard that ends in the middle says so in the last line, and keeps what had come', async () => {
  const { client, core, app } = await talking()
  const { id } = await client.conversations.save({ body: { model, messages: [] } })
  const chunks: ChatChunk[] = []
  const reading = (async () => {
    for await (const chunk of client.chat.send({ body: { model, prompt: 'Write 500 words', session_id: id } })) {
      chunks.push(chunk)
      if (chunks.length === 10) void app.close()
    }
  })()
  expect((await failureOf(reading)).code).toBe('shutting_down')
  const { messages } = await core.conversations.find(systemContext, { id })
  expect(messages.at(-1)).toMatchObject({ role: 'assistant', interrupted: true, error: 'shutting_down' })
  expect(messages.at(-1)?.content.length).toBeGreaterThan(10)
})

/** Ollama that says the same for ever, as fast as it is taken. */
async function repeating() {
  const hungUp = Promise.withResolvers<void>()
  const line = `${JSON.stringify(says('a'.repeat(400_000)))}\n`
  const chat = await scriptedChat([
    (response) => {
      const more = () => {
        while (!response.destroyed && response.write(line));
      }
      response.on('drain', more).on('close', hungUp.resolve)
      more()
    },
  ])
  return { ...chat, hungUp: hungUp.promise }
}

describe('a reply without end', () => {
  test('is given up with a failure when it is asked for as a whole, and ends in Ollama', async () => {
    const { post, model, hungUp } = await repeating()
    const answer = await post({ model, prompt: 'Go', stream: false })
    expect([answer.statusCode, answer.json()]).toMatchObject([
      502,
      { code: 'ollama_error', detail: expect.stringContaining('longer than 16 MiB') },
    ])
    await hungUp
  })

  test('is kept as interrupted, as far as it may go', async () => {
    const { client, model, newConversation, hungUp } = await repeating()
    const id = await newConversation()
    await client.chat.send({ body: { model, prompt: 'Go', session_id: id, detached: true } })
    await hungUp
    const last = async () => (await client.conversations.get({ params: { id } })).messages.at(-1)
    await expect.poll(last).toMatchObject({ role: 'assistant', interrupted: true, error: 'ollama_error' })
    expect(new Set((await last())?.content)).toEqual(new Set(['a']))
  })
})

test('two who ask at once in one conversation have each reply behind its question', async () => {
  const { client, say } = await talking({ numParallel: 2 })
  const { id } = await client.conversations.save({ body: { model, messages: [] } })
  const ask = (prompt: string) => say({ prompt, session_id: id })
  await Promise.all([ask('Write 60 words'), ask('Write 20 words')])
  const { messages } = await client.conversations.get({ params: { id } })
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant'])
  const counts = messages.map(({ content, metrics }) => metrics?.completion_tokens ?? Number(/\d+/.exec(content)?.[0]))
  expect(counts[0]).toBe(counts[1])
  expect(counts[2]).toBe(counts[3])
})

test('a question asked anew while its first reply still comes is answered alone', async () => {
  const { client, say, simulator } = await talking({ numParallel: 2 })
  const { id } = await client.conversations.save({ body: { model, messages: [] } })
  const first = say({ prompt: 'Write 600 words', session_id: id })
  await expect.poll(async () => (await client.conversations.get({ params: { id } })).messages).toHaveLength(1)
  await say({ prompt: 'Write 20 words', session_id: id, keep_messages: 0 })
  simulator.setSpeed(1000)
  await first
  const { messages } = await client.conversations.get({ params: { id } })
  expect(messages).toMatchObject([{ content: 'Write 20 words' }, { metrics: { completion_tokens: 20 } }])
})
