import { expect, test } from 'vitest'
import { codeOf, model, said, setUp, titles } from './chats-by-key.ts'

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
