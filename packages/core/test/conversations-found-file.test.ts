import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import { model, reader, said, setUp } from './chats-with-file.ts'

/** Entries of one file have ids of their own. */
const idApart = (entry: unknown, index: number): unknown =>
  typeof entry === 'object' && entry !== null && 'id' in entry && entry.id === 'a'
    ? { ...entry, id: `a${index}` }
    : entry

describe('a file that somebody else wrote', () => {
  const timestamp = '2026-02-27T11:19:43.962177'
  const chat = { id: 'a', timestamp, model: 'llama3', prompt: 'Why?', response: 'Because.' }
  const message = said('Why?')

  test.each([
    ['models that were loaded', { timestamp, models: ['llama3'] }],
    ['an exchange under other names', { timestamp, user: 'Why?', assistant: 'Because.', model: 'llama3' }],
    ['a chat with a key of its own', { ...chat, temperature: 0.7 }],
    ['a chat under an id that cannot be kept', { ...chat, id: 'has spaces' }],
    ['a message of an unknown role', { ...chat, messages: [message, said('x', 'robot' as never)] }],
    ['a message with a key of its own', { ...chat, messages: [{ ...message, mood: 'curious' }] }],
    ['a prompt beside other messages', { ...chat, messages: [said('Something else')] }],
    ['a title too long to be kept', { ...chat, title: 'x'.repeat(201) }],
    ['something that is no chat', 'llama3'],
  ])('with %s is kept beside what replaces it', async (_, entry) => {
    const found = [chat, entry]
    const { conversations, file, backup } = await setUp({ found: found.map((one, index) => idApart(one, index)) })
    expect((await conversations.page(reader, {})).sessions.length).toBeGreaterThan(0)
    expect((await file()).length).toBeGreaterThan(0)
    expect(await backup()).toEqual(found.map((one, index) => idApart(one, index)))
  })

  test('of which all is kept needs no copy, as an export of another dashboard does not', async () => {
    const own = await setUp({ found: [chat, { timestamp, prompt: 'How?', response: 'So.' }] })
    expect((await own.conversations.page(reader, {})).sessions).toHaveLength(2)
    await own.conversations.save(reader, { model, messages: [said('Hi'), said('Hello', 'assistant')] })
    expect(await own.backup()).toBeNull()
    const other = await setUp({ found: await own.file() })
    expect((await other.conversations.page(reader, {})).sessions).toHaveLength(3)
    expect([await other.backup(), await other.file()]).toEqual([null, await own.file()])
  })
})

test('what the file of one dashboard holds is the same in another that it is imported to', async () => {
  const own = await setUp()
  const call = { id: 'call_1', function: { name: 'weather', arguments: { city: 'Oslo' } } }
  const metrics = {
    time_to_first_token_ms: 12.5,
    tokens_per_second: 100,
    prompt_tokens: 9,
    completion_tokens: 20,
    load_seconds: null,
    context_used_percent: 0.1,
    prompt_truncated: false,
    context_length: 4096,
    context_needed: null,
    context_needed_fits: 'yes' as const,
  }
  const messages: ConversationMessage[] = [
    said('Weather?'),
    { ...said('', 'assistant'), tool_calls: [call] },
    { ...said('Snow.', 'tool'), tool_name: 'weather', tool_call_id: 'call_1' },
    { ...said('It snows.', 'assistant'), thinking: 'Hm.', metrics, model, created_at: '2026-01-01T00:00:00.000Z' },
    { ...said('It', 'assistant'), interrupted: true, error: 'runner_crashed' },
  ]
  const id = await own.conversations.save(reader, { model, messages })
  const other = await setUp()
  expect(await other.conversations.importAll(reader, { entries: await own.file() })).toEqual({
    imported: 1,
    skipped: 0,
  })
  expect((await other.conversations.find(reader, { id })).messages).toEqual(messages)
  const taken = await setUp({ found: await own.file() })
  expect((await taken.conversations.find(reader, { id })).messages).toEqual(messages)
  expect(await taken.backup()).toBeNull()

  // What is not as it should be is left out, and the rest of it stays.
  const odd = [{ ...said('x'), tool_calls: 'many', images: [1], tool_name: 'weather', mood: 'curious' }]
  await other.conversations.importAll(reader, { entries: [{ id: 'odd', messages: odd }] })
  expect((await other.conversations.find(reader, { id: 'odd' })).messages).toEqual([
    { ...said('x'), tool_name: 'weather' },
  ])
})

test('what is pinned is so in the file alone that says it, in another dashboard, and after it is replaced', async () => {
  const own = await setUp()
  for (const id of ['plain', 'pinned']) await own.conversations.save(reader, { id, model, messages: [said(id)] })
  const change = own.conversations.update(reader, { id: 'pinned', pinned: true })
  expect(await change).toMatchObject({ id: 'pinned', title: 'pinned', pinned: true })
  await own.conversations.save(reader, { id: 'pinned', model, messages: [said('anew')] })
  await own.conversations.save(reader, { id: 'last', model, messages: [said('last')] })
  const entries = await own.file()
  expect(entries.map((one: object) => ('pinned' in one ? one.pinned : null))).toEqual([true, null, null])
  const other = await setUp({ found: entries })
  const { sessions } = await other.conversations.page(reader, {})
  expect(sessions.map(({ id, pinned }) => [id, pinned])).toEqual([
    ['pinned', true],
    ['last', false],
    ['plain', false],
  ])
  expect(await other.backup()).toBeNull()
})

test('a question and its reply wait until what stood in the file before is taken over', async () => {
  const found = [{ id: 'before', model, title: 'Before', messages: [said('Who are you?'), said('I am.', 'assistant')] }]
  const { conversations, repository } = await setUp({ found })
  const exchange = await conversations.ask('before', [said('Still?')], model)
  await conversations.answer('before', exchange, said('Yes.', 'assistant'), model)
  const words = (await repository.messages('before')).map(({ content }) => content)
  expect(words).toEqual(['Who are you?', 'I am.', 'Still?', 'Yes.'])
})
