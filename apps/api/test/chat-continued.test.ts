import type { ConversationMessage, ReplyBegun } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { model, setUp, textOf } from './chat-set-up.ts'
import { failureOf } from './failure-of.ts'
import { ends, says, scriptedOllama } from './scripted-ollama.ts'

const question: ConversationMessage = { role: 'user', content: 'Go' }
const begun: ConversationMessage = {
  role: 'assistant',
  content: 'One ',
  thinking: 'Count.',
  model: 'scripted:latest',
  interrupted: true,
  error: 'reply_stopped',
}

type Answers = Parameters<typeof scriptedOllama>[0]

/** A conversation whose last reply was interrupted, and an Ollama that answers with these lines. */
async function interrupted(answers: Answers = [], messages = [question, begun]) {
  const ollama = await scriptedOllama(answers, { capabilities: ['completion', 'thinking'] })
  const chat = await setUp({ core: { instances: ollama.instances } })
  const { id } = await chat.client.conversations.save({ body: { model: ollama.model, messages } })
  const kept = async () => (await chat.client.conversations.get({ params: { id } })).messages
  const goOn = (more: object = {}) => chat.say({ model: ollama.model, session_id: id, continue: true, ...more })
  return { ...chat, ...ollama, id, kept, goOn }
}

test('a reply goes on where it stopped, and is one message with the metrics of its end', async () => {
  const { goOn, kept, chats } = await interrupted([[says('two'), says(' three.'), ends('stop', { eval_count: 7 })]])
  const chunks = await goOn()
  expect(chunks.map(({ message }) => message?.content)).toEqual(['two', ' three.', ''])
  expect(chats[0]).toMatchObject({
    messages: [question, { role: 'assistant', content: 'One ', thinking: 'Count.' }],
    think: false,
  })
  const [, reply, ...others] = await kept()
  expect(reply).toMatchObject({ content: 'One two three.', thinking: 'Count.', metrics: { completion_tokens: 7 } })
  expect([reply?.interrupted, reply?.error, others]).toEqual([undefined, undefined, []])
  expect((await failureOf(goOn())).code).toBe('nothing_to_continue')
})

test('a limit that it reached once more, or a break in the middle, can be gone on from', async () => {
  const { goOn, kept } = await interrupted([
    [says('two '), ends('length')],
    [says('three '), { error: 'an error was encountered while running the model' }],
    [says('four.'), ends('stop')],
  ])
  await goOn()
  expect((await kept())[1]).toMatchObject({ content: 'One two ', metrics: { done_reason: 'length' } })
  expect((await failureOf(goOn())).code).toBe('runner_crashed')
  await expect
    .poll(kept)
    .toMatchObject([question, { content: 'One two three ', interrupted: true, error: 'runner_crashed' }])
  await goOn()
  expect((await kept())[1]).toMatchObject({ content: 'One two three four.', thinking: 'Count.' })
})

test('a reply that fails before it goes on is kept as it was', async () => {
  const { goOn, kept } = await interrupted([[{ error: 'an error was encountered while running the model' }]])
  const before = await kept()
  expect((await failureOf(goOn())).code).toBe('runner_crashed')
  expect(await kept()).toEqual(before)
})

test.each<[string, ConversationMessage[]]>([
  ['a question', [question]],
  ['a reply that ended by itself', [question, { role: 'assistant', content: 'One.' }]],
  ['thoughts', [question, { role: 'assistant', content: '<think>Count.', interrupted: true }]],
  ['a reply that nobody asked for', [begun]],
  ['nothing', []],
])('a conversation that ends with %s has nothing to continue', async (_, messages) => {
  const { goOn, chats } = await interrupted([], messages)
  expect(await failureOf(goOn())).toMatchObject({ code: 'nothing_to_continue', status: 409 })
  expect(chats).toEqual([])
})

test('what is asked beside it is refused by its field, and another conversation is not found', async () => {
  const { post, goOn, id, model: name } = await interrupted()
  const paths = async (payload: object) =>
    (await post({ model: name, continue: true, ...payload })).json().errors.map(({ path }: { path: string }) => path)
  expect(await paths({})).toEqual(['/body/session_id'])
  for (const asks of [{ prompt: 'x' }, { messages: [question] }, { keep_messages: 0 }, { format: 'json' }]) {
    expect(await paths({ session_id: id, ...asks })).toEqual([`/body/${Object.keys(asks)[0]}`])
  }
  expect((await failureOf(goOn({ session_id: 'other' }))).code).toBe('session_not_found')
})

test('detached, it tells whoever follows what was there before, and both parts are kept when it is stopped', async () => {
  const { client, say, simulator } = await setUp({ simulation: { tokensPerSecond: 50 } })
  await client.models.start({ params: { model } })
  const { id } = await client.conversations.save({ body: { model, messages: [] } })
  const conversation = () => client.conversations.get({ params: { id } })
  const prompt = 'Write 40 words'
  const expected = textOf(await say({ prompt }))
  await say({ prompt, session_id: id, options: { num_predict: 10 } })
  const before = (await conversation()).messages[1]
  expect(before).toMatchObject({ metrics: { completion_tokens: 10, done_reason: 'length' } })

  const goOn = () => client.chat.send({ body: { model, session_id: id, continue: true, detached: true } })
  const follow = () => client.conversations.followReply({ params: { id }, query: {} })
  simulator.setSpeed(1)
  const { reply_id } = await goOn()
  expect((await failureOf(goOn())).code).toBe('reply_in_progress')
  expect(await conversation()).toMatchObject({
    reply: { id: reply_id, question: 0, continues: true },
    is_replying: true,
  })
  for await (const { event, data, id: part } of follow()) {
    if (event === 'begun') expect((data as ReplyBegun).continues).toEqual({ content: before?.content })
    if (Number(part) >= 3) break
  }
  simulator.setSpeed(0)
  await client.conversations.stopReply({ params: { id } })
  const stopped = (await conversation()).messages
  expect(stopped).toHaveLength(2)
  expect(stopped[1]).toMatchObject({ interrupted: true, error: 'reply_stopped' })
  expect(expected.startsWith(stopped[1]?.content ?? '?')).toBe(true)
  expect(stopped[1]?.content.length).toBeGreaterThan(before?.content.length ?? 0)

  simulator.setSpeed(1000)
  await goOn()
  const parts: string[] = []
  for await (const { event } of follow()) parts.push(event)
  expect(parts.at(-1)).toBe('done')
  const whole = (await conversation()).messages[1]
  expect(whole).toMatchObject({ content: expected, metrics: { done_reason: 'stop' } })
  expect(whole).not.toHaveProperty('interrupted')
})
