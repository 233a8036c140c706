import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ApiError, createClient } from '@ollama-dashboard/client'
import { type ApiContract, type ConversationMessage, contract, endpointTable } from '@ollama-dashboard/contracts'
import { type CoreOptions, systemContext } from '@ollama-dashboard/core'
import { expect, test } from 'vitest'
import { hashKey } from '../src/access/key-ring.ts'
import { simulatedCore } from './simulated-core.ts'
import { testApp } from './support.ts'

const model = 'llama3.2:3b'
const said = (content: string, role: ConversationMessage['role'] = 'user'): ConversationMessage => ({ role, content })

/** The API with four keys, and a client of each. */
async function setUp(core: Partial<CoreOptions> = {}) {
  const { core: opened, dataDir } = await simulatedCore({ core, simulation: { scenario: 'home' } })
  const keys = [
    { id: 'ann', role: 'operator' as const },
    { id: 'bob', role: 'operator' as const },
    { id: 'eve', role: 'viewer' as const },
    { id: 'admin', role: 'admin' as const },
  ]
  const { app } = await testApp({
    core: opened,
    keys: keys.map(({ id, role }) => ({ id, role, sha256: hashKey(`key-of-${id}`) })),
  })
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  const as = (id: string) => {
    const client = createClient<ApiContract>(endpointTable(contract), { baseUrl, key: `key-of-${id}` })
    return { ...client.conversations, send: client.chat.send }
  }
  return { core: opened, app, ann: as('ann'), bob: as('bob'), eve: as('eve'), admin: as('admin'), dataDir }
}

const codeOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => null,
    (reason) => reason,
  )
  return error instanceof ApiError ? error.code : error
}

const titles = ({ sessions }: { sessions: readonly { title: string }[] }) => sessions.map(({ title }) => title)

test('a conversation is of the key that made it: others neither see, find, change nor delete it; an admin may', async () => {
  const { ann, bob, eve, admin } = await setUp()
  const { id } = await ann.save({ body: { model, messages: [said('A secret of Ann')] } })
  const params = { id }
  for (const other of [bob, eve]) {
    expect((await other.list()).sessions).toEqual([])
    expect((await other.list({ query: { q: 'secret' } })).sessions).toEqual([])
    expect(await codeOf(other.get({ params }))).toBe('session_not_found')
  }
  expect(await codeOf(bob.update({ params, body: { title: 'Mine' } }))).toBe('session_not_found')
  expect(await codeOf(bob.delete({ params }))).toBe('session_not_found')
  expect(await codeOf(bob.save({ body: { id, model, messages: [] } }))).toBe('session_not_found')
  expect((await bob.deleteAll()).deleted).toBe(0)
  expect(await codeOf(eve.delete({ params }))).toBe('forbidden')
  expect((await ann.get({ params })).messages).toMatchObject([{ content: 'A secret of Ann' }])

  expect(titles(await admin.list())).toEqual(['A secret of Ann'])
  // Those of its own, of which there are none.
  expect((await admin.deleteAll()).deleted).toBe(0)
  await admin.delete({ params })
  expect(await codeOf(ann.get({ params }))).toBe('session_not_found')
})

test('of two keys that choose one id at once, one has the conversation and the other is told', async () => {
  const { ann, bob } = await setUp()
  const id = 'chosen'
  const save = (as: typeof ann) => codeOf(as.save({ body: { id, model, messages: [said('Mine')] } }))
  const codes = await Promise.all([save(ann), save(bob)])
  expect(codes).toContain('session_not_found')
  const finds = await Promise.all([ann, bob].map((as) => codeOf(as.get({ params: { id } }))))
  expect(finds).toEqual(codes)
})

test('an exchange is added to its conversation, which is called by its first question', async () => {
  const { ann } = await setUp()
  const { id } = await ann.save({ body: { model, messages: [] } })
  const send = async (body: object) => {
    for await (const _ of ann.send({ body: { model, session_id: id, options: { num_predict: 3 }, ...body } })) {
      // Only what is kept of it matters here.
    }
  }
  await send({ prompt: '  What is\n a llama?' })
  await send({ prompt: 'And an alpaca?' })
  const conversation = await ann.get({ params: { id } })
  expect(conversation).toMatchObject({ id, title: 'What is', model })
  expect(conversation.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant'])
  expect(conversation.messages[3]).toMatchObject({
    model,
    metrics: { completion_tokens: 3 },
    created_at: expect.any(String),
  })
  // With the conversation before it, the second question is a longer prompt.
  const tokens = conversation.messages.map(({ metrics }) => metrics?.prompt_tokens ?? 0)
  expect(tokens[3]).toBeGreaterThan(tokens[1] ?? 0)

  const messages = conversation.messages.slice(0, 2).map(({ role, content }) => ({ role, content }))
  await send({ messages: [...messages, said('Instead: a vicuna?')] })
  const kept = await ann.get({ params: { id } })
  expect(kept.messages.map(({ content }) => content).slice(4, 5)).toEqual(['Instead: a vicuna?'])
  expect((await ann.list()).sessions).toMatchObject([{ id, message_count: 6 }])
})

test('without a conversation nothing is kept', async () => {
  const { ann, admin } = await setUp()
  for await (const _ of ann.send({ body: { model, prompt: 'Hello' } })) {
    // Nobody keeps it.
  }
  expect((await admin.list()).sessions).toEqual([])
})

test('a conversation can be replaced, renamed and searched, by title and text, in any case and script', async () => {
  const { ann } = await setUp()
  const { id } = await ann.save({
    body: { model, messages: [said('Über Lamas: 100% \\ gut?'), said('短い答え', 'assistant')] },
  })
  await ann.save({ body: { model: 'gemma3:12b', messages: [said('About goats')] } })
  const found = async (query: object) => titles(await ann.list({ query }))
  expect(await found({ q: 'über LAMAS' })).toEqual(['Über Lamas: 100% \\ gut?'])
  expect(await found({ q: '短い' })).toHaveLength(1)
  const passages = async (query: object) => (await ann.list({ query })).sessions.map(({ passage }) => passage)
  expect(await passages({ q: '答え' })).toEqual([{ before: '短い', match: '答え', after: '' }])
  expect(await passages({})).toEqual([undefined, undefined])
  expect(await found({ q: '100% \\' })).toHaveLength(1)
  expect(await found({ q: '100_' })).toEqual([])
  expect(await found({ q: '%' })).toHaveLength(1)
  expect(await found({ model: 'GEMMA3:12b' })).toEqual(['About goats'])
  expect(await found({ model: 'gemma3' })).toEqual([])
  expect(await found({ model: 'gemma3:12b' })).toEqual(['About goats'])

  const params = { id }
  expect(await ann.update({ params, body: { title: 'Tiere' } })).toMatchObject({
    id,
    title: 'Tiere',
    message_count: 2,
  })
  expect(await found({ q: 'tiere' })).toEqual(['Tiere'])
  expect(await passages({ q: 'tiere' })).toEqual([null])
  await ann.save({ body: { id, model, messages: [said('Something else')] } })
  expect(await ann.get({ params })).toMatchObject({
    title: 'Tiere',
    messages: [{ content: 'Something else' }],
  })
  expect(await found({ q: 'lamas' })).toEqual([])
  await ann.delete({ params })
  expect(await found({})).toEqual(['About goats'])
  expect(await ann.deleteAll()).toMatchObject({ deleted: 1 })
})

test('a conversation is forked, or goes back to its beginning, without sending that again', async () => {
  const { ann, bob } = await setUp()
  const image = 'A'.repeat(400_000)
  const { id } = await ann.save({ body: { model, messages: [] } })
  const ask = async (prompt: string) => {
    const body = {
      model: 'gemma3:12b',
      session_id: id,
      options: { num_predict: 3 },
      prompt,
      images: [image, image, image],
    }
    for await (const _ of ann.send({ body })) {
      // Only what is kept of it matters here.
    }
  }
  await ask('What is this?')
  await ask('And this?')
  const whole = await ann.get({ params: { id } })
  expect(await codeOf(ann.save({ body: { ...whole, messages: whole.messages.slice(0, 2) } as never }))).toBe(
    'body_too_large',
  )
  const from = { id, messages: 2 }
  const fork = await ann.save({ body: { model, from, messages: [said('Another way')] } })
  expect(fork.id).not.toBe(id)
  const forked = await ann.get({ params: { id: fork.id } })
  expect(forked.title).toBe('What is this?')
  expect(forked.messages).toEqual([...whole.messages.slice(0, 2), said('Another way')])

  await ann.save({ body: { id, model, from, messages: [] } })
  expect((await ann.get({ params: { id } })).messages).toEqual(whole.messages.slice(0, 2))
  expect(await codeOf(bob.save({ body: { model, from, messages: [] } }))).toBe('session_not_found')
})

test('a conversation without a title gets one from the first question that it is saved with', async () => {
  const { ann } = await setUp()
  const { id } = await ann.save({ body: { model, messages: [] } })
  expect(titles(await ann.list())).toEqual(['New chat'])
  await ann.save({ body: { id, model, messages: [said('Why?')] } })
  await ann.save({ body: { id, model, messages: [said('How?')] } })
  expect(titles(await ann.list())).toEqual(['Why?'])
})

test('a page after nonsense is refused by its field', async () => {
  const { app } = await setUp()
  const answer = await app.inject({
    url: '/api/chat/history?before=nonsense',
    headers: { authorization: 'Bearer key-of-ann' },
  })
  expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, '/query/before'])
})

test('chats of the earlier dashboard are taken over once, from its file and from a body', async () => {
  const old = [
    { timestamp: '2026-02-27T11:19:43.962177' },
    { id: 'b', timestamp: '2026-02-27T10:00:00', model: 'qwen3:8b', prompt: 'Why?', response: 'Because.' },
    {
      id: 'has spaces',
      timestamp: '2026-02-26T10:00:00',
      model: 'llama3',
      prompt: 'Hi',
      response: 'Hello',
      messages: [said('Hi'), said('Hello', 'assistant'), { role: 'robot', content: 'no' }],
    },
  ]
  const { ann, admin, dataDir } = await setUp()
  expect(await ann.import({ body: { sessions: old } })).toEqual({ imported: 2, skipped: 1 })
  expect(await ann.import({ body: { sessions: old } })).toEqual({ imported: 0, skipped: 3 })
  expect(titles(await ann.list())).toEqual(['Why?', 'Hi'])
  for (const name of ['llama3', 'LLAMA3:latest', 'library/llama3'])
    expect(titles(await ann.list({ query: { model: name } }))).toEqual(['Hi'])
  const file = JSON.parse(await readFile(join(dataDir, 'history.json'), 'utf8'))
  expect(file).toMatchObject([
    { id: 'b', model: 'qwen3:8b', prompt: 'Why?', response: 'Because.', owner: 'ann' },
    { messages: [{ content: 'Hi' }, { content: 'Hello' }] },
  ])

  const historyFile = join(dataDir, 'chat_history.json')
  await writeFile(historyFile, JSON.stringify(old))
  const second = await setUp({ historyFile })
  // Whoever they were of: without keys of their own they are shown to an admin alone.
  expect(titles(await second.admin.list())).toEqual(['Why?', 'Hi'])
  expect((await second.ann.list()).sessions).toEqual([])
  expect(titles(await admin.list())).toEqual(['Why?', 'Hi'])

  const broken = join(dataDir, 'broken.json')
  await writeFile(broken, '[{"prompt": ')
  const third = await setUp({ historyFile: broken })
  await third.ann.save({ body: { model, messages: [said('Kept')] } })
  expect(await readFile(broken, 'utf8')).toBe('[{"prompt": ')
  const { components } = third.core.health(systemContext)
  expect(components.find(({ name }) => name === 'history-file')).toMatchObject({ status: 'degraded' })
})
