import { expect, test } from 'vitest'
import { model, setUp, textOf } from './chat-set-up.ts'
import { failureOf } from './failure-of.ts'
import { as } from './support.ts'

const said = (content: string, role: 'user' | 'assistant' = 'user') => ({ role, content })
const call = { function: { name: 'weather', arguments: { city: 'Lima' } } }

test('a message that calls a tool need say nothing, and another must', async () => {
  const { say, post, simulator } = await setUp()
  const messages = [
    said('What is the weather?'),
    { role: 'assistant' as const, tool_calls: [call] },
    { role: 'tool' as const, content: 'Rain', tool_name: 'weather' },
  ]
  expect(textOf(await say({ messages }))).not.toBe('')
  expect(simulator.requests.filter(({ path }) => path === '/api/chat')).toHaveLength(1)
  const refused = await post({ messages: [said('Hi'), { role: 'assistant' }] })
  expect(refused.json().errors).toEqual([{ path: '/body/messages/1/content', message: 'is required' }])
})

test('a prompt of a megabyte in characters is longer in bytes', async () => {
  const { post } = await setUp()
  const answer = await post({ prompt: '日'.repeat(400_000) })
  expect([answer.statusCode, answer.json().errors]).toEqual([
    400,
    [{ path: '/body/prompt', message: 'must be at most 1 MB' }],
  ])
})

test('a question is kept although the beginning of its reply was given with it', async () => {
  const { client, say } = await setUp()
  const { id } = await client.conversations.save({ body: { model, messages: [] } })
  const before = [said('Hello'), said('Hi', 'assistant')]
  await say({ messages: [...before, said('Count'), said('One,', 'assistant')], session_id: id })
  const { title, messages } = await client.conversations.get({ params: { id } })
  expect(title).toBe('Count')
  expect(messages.slice(0, 2)).toMatchObject([said('Count'), said('One,', 'assistant')])
  expect(messages).toHaveLength(3)
})

test('a conversation that is full says so before Ollama is asked', async () => {
  const { client, say, simulator } = await setUp()
  const messages = Array.from({ length: 9_999 }, () => said('a'))
  const { id } = await client.conversations.save({ body: { model, messages } })
  expect(await failureOf(say({ prompt: 'One more', session_id: id }))).toMatchObject({
    code: 'session_full',
    status: 409,
    hint: 'Start a new chat, or fork this one at an earlier message.',
  })
  const forking = client.conversations.save({
    body: { model, from: { id, messages: 9_999 }, messages: messages.slice(0, 2) },
  })
  expect((await failureOf(forking)).code).toBe('session_full')
  expect(simulator.requests.some(({ path }) => path === '/api/chat')).toBe(false)
  await say({ prompt: 'Instead', session_id: id, keep_messages: 9_998 })
  expect((await client.conversations.get({ params: { id } })).messages).toHaveLength(10_000)
})

test('the time of a saved message is one, and is told in UTC', async () => {
  const { client } = await setUp()
  const save = (created_at: string) =>
    client.conversations.save({ body: { model, messages: [said('Hi'), { ...said('a'), created_at }] } })
  for (const wrong of ['yesterday', '2026-13-01T00:00:00Z', '2026-01-01', '2026-01-01T25:00:00Z'])
    expect((await failureOf(save(wrong))).fieldErrors[0]?.path).toBe('/body/messages/1/created_at')
  const { id } = await save('2026-01-01T12:00:00+02:00')
  expect((await client.conversations.get({ params: { id } })).messages[1]?.created_at).toBe('2026-01-01T10:00:00.000Z')
})

test('a title is one line that is kept as it is answered, and is not empty', async () => {
  const { client } = await setUp()
  const { id } = await client.conversations.save({ body: { model, title: ' Two\nlines ', messages: [] } })
  const kept = async () => (await client.conversations.get({ params: { id } })).title
  expect(await kept()).toBe('Two lines')
  const rename = (title: string) => client.conversations.update({ params: { id }, body: { title } })
  const { title } = await rename(' A\0B\r\nC\ud800 ')
  expect(title).toBe('A B C\ufffd')
  expect(await kept()).toBe(title)
  const controls = [{ path: '/body/title', message: 'must not have control characters' }]
  for (const control of ['\x07', '\x1b[31m', '\x7f', '\x9b31m'])
    expect((await failureOf(rename(`A${control}B`))).fieldErrors).toEqual(controls)
  expect((await failureOf(rename(' \n '))).fieldErrors).toEqual([{ path: '/body/title', message: 'must not be empty' }])
  expect(await kept()).toBe(title)
  const nothing = await failureOf(client.conversations.update({ params: { id }, body: {} }))
  expect(nothing.fieldErrors).toEqual([{ path: '/body', message: 'must have title or pinned' }])
})

test('a title that comes with a whole chat has a space where it had control characters', async () => {
  const { client } = await setUp()
  const messages = [said('A \x1b[31mred\x07 question')]
  const titleOf = async (title?: string) => {
    const { id } = await client.conversations.save({ body: { model, messages, ...(title && { title }) } })
    return (await client.conversations.get({ params: { id } })).title
  }
  expect(await titleOf('A\x1b[0m\x07B')).toBe('A [0m B')
  expect(await titleOf()).toBe('A [31mred question')
})

test('an id or a server that is written wrongly is told how one is written', async () => {
  const { app } = await setUp()
  const refusal = async (url: string) => (await app.inject({ url, headers: as('operator') })).json().detail
  const id = 'must look like "2f6c0a4e-41f1", "my_conversation"'
  expect(await refusal('/api/chat/history/a%20b')).toBe(`The request is not valid: id ${id}.`)
  expect(await refusal('/api/models/running?instance=z%20z')).toBe(
    'The request is not valid: instance must look like "lab", "gpu-server".',
  )
})
