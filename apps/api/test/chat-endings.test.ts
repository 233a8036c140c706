import type { ChatChunk } from '@ollama-dashboard/contracts'
import type { Simulator } from '@ollama-dashboard/ollama-sim'
import { expect, test } from 'vitest'
import { quickest } from '../../../packages/dev/quickest.ts'
import { failureOf, model, setUp } from './chat-set-up.ts'
import { as } from './support.ts'

test('a caller who leaves ends the reply in Ollama within a second, and what had come is kept as interrupted', async () => {
  const { client, simulator, lines, app } = await setUp({ simulation: { speed: 1, tokensPerSecond: 50 } })
  await client.models.start({ params: { model } })
  const newSession = async () => (await client.chat.saveSession({ body: { model, messages: [] } })).id
  let id = ''
  const endedAfterMs = async () => {
    id = await newSession()
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
    return untilAborted(simulator)
  }
  expect(await quickest(1000, endedAfterMs)).toBeLessThan(1000)
  const messages = async () => (await client.chat.session({ params: { id } })).messages
  await expect.poll(messages).toMatchObject([
    { role: 'user', content: 'Write 500 words' },
    { role: 'assistant', interrupted: true, error: 'interrupted', model, content: expect.stringMatching(/(\w+ ){3}/) },
  ])
  expect(await client.chat.performance({ params: { model } })).toMatchObject({ errors: 0 })
  await app.close()
  expect(lines.join('\n')).not.toMatch(/"level":"error"|500 words/)
})

test('a session tells everybody that a reply to it is coming, until it has come or its caller left', async () => {
  const { client } = await setUp({ simulation: { speed: 1, tokensPerSecond: 50 } })
  const { id } = await client.chat.saveSession({ body: { model, messages: [] } })
  const isReplying = async () => (await client.chat.session({ params: { id } })).is_replying
  const reply = (prompt: string, signal?: AbortSignal) =>
    client.chat.send({ body: { model, prompt, session_id: id } }, signal && { signal })[Symbol.asyncIterator]()

  expect(await isReplying()).toBe(false)
  const short = reply('Write 5 words')
  await short.next()
  expect(await isReplying()).toBe(true)
  while (!(await short.next()).done);
  expect(await isReplying()).toBe(false)

  const leaving = new AbortController()
  const long = reply('Write 500 words', leaving.signal)
  await long.next()
  expect(await isReplying()).toBe(true)
  leaving.abort()
  await expect(long.next()).rejects.toThrow()
  await expect.poll(isReplying).toBe(false)
})

const chatsOf = ({ requests }: Simulator) => requests.filter(({ path }) => path === '/api/chat')

/** Milliseconds until Ollama sees that whoever asked last has left. */
async function untilAborted(simulator: Simulator): Promise<number> {
  const leftAt = performance.now()
  await expect.poll(() => chatsOf(simulator).at(-1)?.aborted, { interval: 20 }).toBe(true)
  return performance.now() - leftAt
}

test.each([
  ['while a cold model loads', { prompt: 'Write 500 words' }],
  ['who waits for the whole reply', { prompt: 'Write 500 words', stream: false }],
])('a caller who leaves %s ends that in Ollama within a second', async (_, asked) => {
  const { baseUrl, simulator } = await setUp({ simulation: { speed: 1, tokensPerSecond: 50 } })
  const endedAfterMs = async () => {
    const before = chatsOf(simulator).length
    const leaving = new AbortController()
    const asking = fetch(`${baseUrl}/api/chat`, {
      method: 'POST',
      headers: { ...as('operator'), 'content-type': 'application/json' },
      body: JSON.stringify({ model, ...asked }),
      signal: leaving.signal,
    })
    await expect.poll(() => chatsOf(simulator).length).toBe(before + 1)
    leaving.abort()
    await expect(asking).rejects.toThrow()
    return untilAborted(simulator)
  }
  expect(await quickest(1000, endedAfterMs)).toBeLessThan(1000)
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
  expect(messages.at(-1)).toMatchObject({ role: 'assistant', interrupted: true, error: 'shutting_down' })
  expect(messages.at(-1)?.content.length).toBeGreaterThan(10)
})

test('two who ask at once in one session have each reply behind its question', async () => {
  const { client, say } = await setUp({ simulation: { speed: 1, tokensPerSecond: 200, numParallel: 2 } })
  const { id } = await client.chat.saveSession({ body: { model, messages: [] } })
  await client.models.start({ params: { model } })
  const ask = (prompt: string) => say({ prompt, session_id: id })
  await Promise.all([ask('Write 60 words'), ask('Write 20 words')])
  const { messages } = await client.chat.session({ params: { id } })
  expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant'])
  const counts = messages.map(({ content, metrics }) => metrics?.completion_tokens ?? Number(/\d+/.exec(content)?.[0]))
  expect(counts[0]).toBe(counts[1])
  expect(counts[2]).toBe(counts[3])
})

test('a question asked anew while its first reply still comes is answered alone', async () => {
  const { client, say } = await setUp({ simulation: { speed: 1, tokensPerSecond: 200, numParallel: 2 } })
  const { id } = await client.chat.saveSession({ body: { model, messages: [] } })
  await client.models.start({ params: { model } })
  const first = say({ prompt: 'Write 600 words', session_id: id })
  // Long before its end: three seconds at least.
  await expect.poll(async () => (await client.chat.session({ params: { id } })).messages).toHaveLength(1)
  await say({ prompt: 'Write 20 words', session_id: id, keep_messages: 0 })
  await first
  const { messages } = await client.chat.session({ params: { id } })
  expect(messages).toMatchObject([{ content: 'Write 20 words' }, { metrics: { completion_tokens: 20 } }])
})
