import type { ChatChunk, ServerSentEvent } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { model, setUp, textOf } from './chat-set-up.ts'
import { failureOf } from './failure-of.ts'

const question = 'Write 30 words'

/** Ollama with the model in memory; its replies stop in the middle until the test lets them go on. */
async function talking() {
  const api = await setUp({ simulation: { tokensPerSecond: 50 } })
  await api.client.models.start({ params: { model } })
  const { id } = await api.client.conversations.save({ body: { model, messages: [] } })
  const begin = (prompt = question, more: { keep_messages?: number } = {}) =>
    api.client.chat.send({ body: { model, prompt, session_id: id, detached: true, ...more } })
  const conversation = () => api.client.conversations.get({ params: { id } })
  const follow = (from?: number) =>
    api.client.conversations.followReply({ params: { id }, query: from === undefined ? {} : { from } })
  return { ...api, id, begin, conversation, follow }
}

/** The events of a reply until so many parts have come, or its end. */
async function read(events: AsyncIterable<ServerSentEvent>, until = (_: ServerSentEvent) => false) {
  const seen: ServerSentEvent[] = []
  for await (const event of events) {
    seen.push(event)
    if (until(event)) break
  }
  return seen
}

const chunks = (events: readonly ServerSentEvent[]) =>
  events.filter(({ event }) => event !== 'begun').map(({ data }) => data as ChatChunk)
const part =
  (at: number) =>
  ({ id = '' }: ServerSentEvent) =>
    Number(id) >= at

test('a detached reply goes on without its caller, is followed from any part, and is kept', async () => {
  const { begin, conversation, follow, simulator, id } = await talking()
  simulator.setSpeed(1)
  const { session_id, reply_id } = await begin()
  expect(session_id).toBe(id)
  expect(await conversation()).toMatchObject({
    title: question,
    messages: [{ role: 'user', content: question }],
    is_replying: true,
    reply: { id: reply_id, model, question: 0 },
  })

  const first = await read(follow(), part(5))
  simulator.setSpeed(0)
  const last = Number(first.at(-1)?.id)
  const fromBeginning = follow()
  const fromThere = follow(last + 1)
  simulator.setSpeed(1000)
  const [whole, rest] = await Promise.all([read(fromBeginning), read(fromThere)])
  expect(whole[0]).toMatchObject({ event: 'begun', data: { id: reply_id, model } })
  expect(whole.at(-1)).toMatchObject({ event: 'done', data: { done: true, metrics: { completion_tokens: 30 } } })
  expect(textOf([...chunks(first), ...chunks(rest)])).toBe(textOf(chunks(whole)))
  expect(await conversation()).toMatchObject({
    messages: [
      { role: 'user' },
      { role: 'assistant', content: textOf(chunks(whole)), metrics: { completion_tokens: 30 } },
    ],
    is_replying: false,
    reply: null,
  })
})

test('a reply is stopped from anywhere, and whoever follows it is told', async () => {
  const { begin, client, conversation, follow, simulator, id } = await talking()
  simulator.setSpeed(1)
  await begin('Write 500 words')
  const following = follow()
  await read(follow(), part(3))
  simulator.setSpeed(0)
  await client.conversations.stopReply({ params: { id } })
  expect((await failureOf(read(following))).code).toBe('reply_stopped')
  expect(await conversation()).toMatchObject({
    messages: [{ role: 'user' }, { role: 'assistant', interrupted: true, error: 'reply_stopped', content: /\w+ \w+/ }],
    is_replying: false,
  })
  await expect.poll(() => simulator.requests.findLast(({ path }) => path === '/api/chat')?.aborted).toBe(true)
  expect((await failureOf(client.conversations.stopReply({ params: { id } }))).code).toBe('reply_not_found')
  // And the chat goes on.
  simulator.setSpeed(1000)
  await begin()
  expect((await read(follow())).at(-1)?.event).toBe('done')
})

test('a conversation waits for one detached reply at a time', async () => {
  const { begin, simulator } = await talking()
  simulator.setSpeed(0)
  const [one, other] = await Promise.allSettled([begin(), begin()])
  expect(one.status).toBe('fulfilled')
  expect(other).toMatchObject({ status: 'rejected', reason: { code: 'reply_in_progress', status: 409 } })
})

test('what fails before the first word is kept with its reason, and told to whoever comes to follow', async () => {
  const { begin, conversation, follow, simulator } = await talking()
  simulator.faults.add({ kind: 'busy', path: '/api/chat', count: 1 })
  await begin()
  expect((await failureOf(read(follow()))).code).toBe('ollama_busy')
  expect((await conversation()).messages).toMatchObject([
    { role: 'user', content: question },
    { role: 'assistant', content: '', interrupted: true, error: 'ollama_busy' },
  ])
})

test('a question asked anew takes the place of what came after it with the first word of its reply', async () => {
  const { begin, client, conversation, follow, simulator, id } = await talking()
  await begin()
  await read(follow())
  const before = await conversation()
  simulator.faults.add({ kind: 'busy', path: '/api/chat', count: 1 })
  await begin('Write 31 words', { keep_messages: 0 })
  await failureOf(read(follow()))
  expect((await conversation()).messages).toEqual(before.messages)

  simulator.setSpeed(0)
  await begin('Write 32 words', { keep_messages: 0 })
  expect(await conversation()).toMatchObject({
    messages: [{ role: 'user', content: 'Write 32 words' }],
    reply: { question: 0 },
  })
  // Saved meanwhile, it would lose its reply.
  const save = client.conversations.save({ body: { id, model, messages: [] } })
  expect((await failureOf(save)).code).toBe('reply_in_progress')
  simulator.setSpeed(1000)
  expect((await read(follow())).at(-1)?.event).toBe('done')
  expect((await conversation()).messages).toMatchObject([
    { role: 'user', content: 'Write 32 words' },
    { role: 'assistant', metrics: { completion_tokens: 32 } },
  ])
})

test('deleting a conversation ends its reply', async () => {
  const { begin, client, follow, simulator, id } = await talking()
  simulator.setSpeed(1)
  await begin('Write 500 words')
  await read(follow(), part(1))
  simulator.setSpeed(0)
  await client.conversations.delete({ params: { id } })
  await expect.poll(() => simulator.requests.findLast(({ path }) => path === '/api/chat')?.aborted).toBe(true)
})

test('detached needs a conversation, and only its reply can be followed', async () => {
  const { client, follow, post } = await talking()
  expect((await post({ prompt: question, detached: true })).json()).toMatchObject({
    code: 'validation_failed',
    errors: [{ path: '/body/session_id' }],
  })
  expect((await failureOf(read(follow()))).code).toBe('reply_not_found')
  expect((await failureOf(read(client.conversations.followReply({ params: { id: 'other' } })))).code).toBe(
    'session_not_found',
  )
})
