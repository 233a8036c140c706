import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ConversationRepository } from '../src/conversations/conversation-repository.ts'
import { openConversations } from '../src/conversations/open-conversations.ts'
import { localActor } from '../src/kernel/call-context.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { temporaryFolder } from './temporary-folder.ts'

const model = 'llama3.2:3b'
const reader = { ...caller(), actor: localActor }
const said = (content: string, role: ConversationMessage['role'] = 'user'): ConversationMessage => ({ role, content })

/** Conversations whose file lies in a folder of the test, and the ids of those whose messages were read. */
async function setUp({ found, maxHistory = 50 }: { found?: unknown; maxHistory?: number } = {}) {
  const folder = await temporaryFolder()
  const path = join(folder, 'history.json')
  if (found !== undefined) await writeFile(path, JSON.stringify(found))
  const storage = await createMemoryStorage()
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const reads: string[] = []
  let held: Promise<void> | null = null
  const noted = (read: ConversationRepository['messages']) => async (id: string) => {
    reads.push(id)
    await held
    return read(id)
  }
  /** Nothing is read for the file until what this returns is called. */
  const hold = () => {
    const released = Promise.withResolvers<void>()
    held = released.promise
    return released.resolve
  }
  const repository: ConversationRepository = {
    ...storage.conversations,
    messages: noted(storage.conversations.messages),
    messagesWithoutImages: noted(storage.conversations.messagesWithoutImages),
  }
  const { writtenFiles } = storage
  const conversations = await openConversations({
    storage: { conversations: repository, writtenFiles },
    path,
    maxHistory,
    clock: systemClock,
  })
  onTestFinished(() => conversations[Symbol.asyncDispose]())
  const file = async () => JSON.parse(await readFile(path, 'utf8'))
  /** What of the file was kept beside it; null where nothing was. */
  const backup = async () => {
    const [name] = (await readdir(folder)).filter((one) => one.endsWith('.bak'))
    return name === undefined ? null : JSON.parse(await readFile(join(folder, name), 'utf8'))
  }
  return { conversations, path, repository: storage.conversations, reads, hold, file, backup }
}

test('an exchange reads its own conversation alone for the file, and no pictures', async () => {
  const { conversations, repository, reads, file } = await setUp()
  const picture = { ...said('What is it?'), images: ['aaaa'] }
  for (let index = 0; index < 10; index += 1)
    await conversations.save(reader, { id: `s${index}`, model, messages: [picture, said('A llama.', 'assistant')] })
  expect(await repository.messagesWithoutImages('s3')).toEqual([said('What is it?'), said('A llama.', 'assistant')])
  reads.length = 0
  const exchange = await conversations.ask('s3', [said('And this?')], model)
  await conversations.answer('s3', exchange, said('That too.', 'assistant'), model)
  await conversations.update(reader, { id: 's7', title: 'Llamas' })
  await conversations.remove(reader, { id: 's1' })
  expect(reads).toEqual(['s3', 's7'])
  const entries = await file()
  expect(entries).toHaveLength(9)
  expect(JSON.stringify(entries)).not.toContain('aaaa')
  const entry = (id: string) => entries.find((one: { id: string }) => one.id === id)
  expect(entry('s3').messages.at(-1)).toEqual(said('That too.', 'assistant'))
  expect(entry('s7').title).toBe('Llamas')
  expect((await conversations.find(reader, { id: 's3' })).messages[0]).toEqual(picture)
})

test('the file takes as much room as what was said, however deep the arguments of a tool nest', async () => {
  const { conversations, path } = await setUp()
  const deep = JSON.parse(`${'{"a":'.repeat(190)}1${'}'.repeat(190)}`)
  const call = { function: { name: 'f', arguments: deep } }
  const messages = Array.from({ length: 50 }, () => ({ ...said('', 'assistant'), tool_calls: [call, call] }))
  await conversations.save(reader, { model, messages })
  const { length } = await readFile(path, 'utf8')
  expect(length).toBeLessThan(2 * JSON.stringify(messages).length)
})

test('the file is made in slices, between which others have a turn', async () => {
  const { conversations, file } = await setUp()
  const messages = Array.from({ length: 100 }, () => said('x'.repeat(50_000)))
  let turns = 0
  let isOver = false
  const count = () => {
    turns += 1
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  await conversations.save(reader, { id: 'long', model, messages })
  isOver = true
  expect(turns).toBeGreaterThan(20)
  expect((await file())[0].messages).toEqual(messages)
})

test('what is deleted stays deleted, though somebody changed the file meanwhile', async () => {
  const { conversations, path, file } = await setUp()
  const ids = ['a', 'b', 'c']
  for (const id of ids) await conversations.save(reader, { id, model, messages: [said(`Chat ${id}`)] })
  const addByHand = async (id: string) => {
    const entries = await file()
    await writeFile(path, JSON.stringify([...entries, { ...entries[0], id }]))
  }
  await addByHand('d')
  await conversations.remove(reader, { id: 'b' })
  expect((await conversations.page(reader, {})).sessions.map(({ id }) => id).toSorted()).toEqual(['a', 'c', 'd'])
  await addByHand('e')
  expect(await conversations.removeAll(reader)).toBe(4)
  expect((await conversations.page(reader, {})).sessions).toEqual([])
  expect(await file()).toEqual([])
})

test('a reply is kept when it is told so, and does not wait for the file, which follows', async () => {
  const { conversations, repository, hold, file } = await setUp()
  const id = await conversations.save(reader, { model, messages: [said('Why?'), said('Because.', 'assistant')] })
  const release = hold()
  for (const number of ['1', '2', '3']) {
    const exchange = await conversations.ask(id, [said(`Why ${number}?`)], model)
    await conversations.answer(id, exchange, said(`Because ${number}.`, 'assistant'), model)
  }
  expect((await repository.messages(id)).at(-1)).toEqual(said('Because 3.', 'assistant'))
  expect((await file())[0].response).toBe('Because.')
  release()
  await conversations[Symbol.asyncDispose]()
  expect((await file())[0].response).toBe('Because 3.')
})

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

test('a title that is cut keeps its last character whole', async () => {
  const { conversations } = await setUp()
  await conversations.save(reader, { id: 'a', model, messages: [said(`${'x'.repeat(59)}🦙🦙`)] })
  await conversations.importAll(reader, { entries: [{ id: 'b', title: `${'x'.repeat(199)}🦙🦙`, prompt: 'Why?' }] })
  expect((await conversations.find(reader, { id: 'a' })).title).toBe(`${'x'.repeat(59)}…`)
  expect((await conversations.find(reader, { id: 'b' })).title).toBe('x'.repeat(199))
})

test('chats of a year that cannot be are found page by page too', async () => {
  const { conversations } = await setUp()
  const years = ['+012026-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', '2026-01-01T00:00:00Z']
  await conversations.importAll(reader, {
    entries: years.map((timestamp, index) => ({ id: `s${index}`, timestamp, prompt: 'Why?' })),
  })
  const seen: string[] = []
  let before: string | null | undefined
  while (before !== null) {
    const page = await conversations.page(reader, { limit: 1, ...(before && { before }) })
    seen.push(...page.sessions.map(({ id }) => id))
    before = page.next
  }
  expect(seen).toEqual(['s2', 's1', 's0'])
})

describe('of more chats than are kept', () => {
  const chats = (count: number, owner: string | null = null) =>
    Array.from({ length: count }, (_, index) => ({
      id: `${owner ?? 'nobody'}-${index}`,
      timestamp: `2026-01-0${index + 1}T00:00:00.000Z`,
      model,
      prompt: `${index}`,
      owner,
    }))
  const ids = async (repository: ConversationRepository, owner: string | null) =>
    (await repository.page({ scope: { owner }, limit: 50 })).map(({ id }) => id)

  test('an import takes the newest, once', async () => {
    const { conversations, repository } = await setUp({ maxHistory: 3 })
    const ofTwo = [
      ...chats(5),
      ...chats(1).map((chat) => ({ ...chat, id: 'newer', timestamp: '2026-01-09T00:00:00Z' })),
    ]
    expect(await conversations.importAll(reader, { entries: chats(5) })).toEqual({ imported: 3, skipped: 2 })
    expect(await conversations.importAll(reader, { entries: chats(5) })).toEqual({ imported: 0, skipped: 5 })
    expect(await conversations.importAll(reader, { entries: ofTwo })).toEqual({ imported: 1, skipped: 5 })
    expect(await conversations.importAll(reader, { entries: ofTwo })).toEqual({ imported: 0, skipped: 6 })
    expect(await ids(repository, null)).toEqual(['newer', 'nobody-4', 'nobody-3'])
  })

  test('as many can be pinned as are kept, and an import puts none in the place of those', async () => {
    const { conversations, repository } = await setUp({ maxHistory: 3 })
    const save = (id: string, pinned?: boolean) =>
      conversations.save(reader, { id, model, messages: [said(id)], ...(pinned && { pinned }) })
    for (const id of ['a', 'b', 'c']) await save(id, true)
    const refused = { code: 'too_many_pinned', message: '3 chats are pinned already.' }
    await expect(save('d', true)).rejects.toMatchObject(refused)
    await save('d')
    await expect(conversations.update(reader, { id: 'd', pinned: true })).rejects.toMatchObject(refused)
    await conversations.update(reader, { id: 'a', pinned: true, title: 'A' })
    const entries = [...chats(2), ...chats(1, 'x')].map((one) => ({ ...one, pinned: true }))
    await conversations.importAll(reader, { entries })
    expect(await ids(repository, null)).toEqual(['c', 'b', 'a'])
    await conversations.update(reader, { id: 'b', pinned: false })
    await conversations.importAll(reader, { entries })
    expect(await ids(repository, null)).toEqual(['c', 'a', 'nobody-1'])
  })

  test('a file gives each of its owners the newest, and stays beside', async () => {
    const found = [...chats(8, 'ann'), ...chats(2, 'bob')]
    const { conversations, repository, backup } = await setUp({ found, maxHistory: 3 })
    await conversations.page(reader, {})
    expect(await ids(repository, 'ann')).toEqual(['ann-7', 'ann-6', 'ann-5'])
    expect(await ids(repository, 'bob')).toEqual(['bob-1', 'bob-0'])
    expect(await backup()).toEqual(found)
  })
})

/** Entries of one file have ids of their own. */
const idApart = (entry: unknown, index: number): unknown =>
  typeof entry === 'object' && entry !== null && 'id' in entry && entry.id === 'a'
    ? { ...entry, id: `a${index}` }
    : entry

test('a question and its reply wait until what stood in the file before is taken over', async () => {
  const found = [{ id: 'before', model, title: 'Before', messages: [said('Who are you?'), said('I am.', 'assistant')] }]
  const { conversations, repository } = await setUp({ found })
  const exchange = await conversations.ask('before', [said('Still?')], model)
  await conversations.answer('before', exchange, said('Yes.', 'assistant'), model)
  const words = (await repository.messages('before')).map(({ content }) => content)
  expect(words).toEqual(['Who are you?', 'I am.', 'Still?', 'Yes.'])
})
