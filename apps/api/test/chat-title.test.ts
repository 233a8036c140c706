import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { setUp } from './chat-set-up.ts'
import { failureOf } from './failure-of.ts'
import { ends, type ScriptedOptions, says, scriptedOllama } from './scripted-ollama.ts'

const messages: ConversationMessage[] = [
  { role: 'user', content: 'How do llamas live?' },
  { role: 'assistant', content: 'In herds.' },
]

/** A conversation, and an Ollama that replies so to whoever asks for its title. */
async function titled(answers: Parameters<typeof scriptedOllama>[0], options: ScriptedOptions = {}) {
  const ollama = await scriptedOllama(answers, options)
  const { client } = await setUp({ core: { instances: ollama.instances } })
  const save = async (kept: ConversationMessage[], model = ollama.model) =>
    (await client.conversations.save({ body: { model, messages: kept } })).id
  const id = await save(messages)
  const suggest = (of = id, signal?: AbortSignal) =>
    client.conversations.suggestTitle({ params: { id: of }, query: {} }, signal ? { signal } : {})
  return { ...ollama, client, id, save, suggest }
}

test('a title is suggested with a short question that loads nothing anew, and is not saved', async () => {
  const { chats, client, id, suggest } = await titled([[says('"Llamas'), says(' in herds"\n\nShort.'), ends('stop')]], {
    capabilities: ['completion', 'thinking'],
    context: 8192,
  })
  await client.models.running({ query: {} })
  const before = await client.conversations.get({ params: { id } })
  expect(await suggest()).toEqual({ title: 'Llamas in herds' })
  expect(chats).toMatchObject([
    {
      messages: [
        { role: 'system', content: '' },
        { role: 'user', content: expect.stringContaining('How do llamas live?') },
      ],
      think: false,
      options: { num_predict: 48, num_ctx: 8192 },
    },
  ])
  expect(await client.conversations.get({ params: { id } })).toEqual(before)
})

test('a model that always thinks thinks little, and has room for it', async () => {
  const { chats, save, suggest } = await titled([[says('', { thinking: 'Hm' }), says('Llamas'), ends('stop')]], {
    name: 'gpt-oss:20b',
    capabilities: ['completion', 'thinking'],
  })
  expect(await suggest(await save(messages, 'gpt-oss:20b'))).toEqual({ title: 'Llamas' })
  expect(chats).toMatchObject([{ think: 'low', options: { num_predict: 1024 } }])
})

test('without a question, a word or its model there is none, and it says why', async () => {
  const { save, suggest, chats } = await titled([[ends('stop')]])
  expect(await failureOf(suggest(await save([])))).toMatchObject({ code: 'session_empty', status: 409 })
  expect((await failureOf(suggest(await save(messages, 'gone:1b')))).code).toBe('model_not_found')
  expect(chats).toEqual([])
  expect((await failureOf(suggest())).code).toBe('ollama_error')
})

test('whoever leaves ends it in Ollama', async () => {
  const gone = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const { suggest } = await titled([
    (response) => {
      response.on('close', () => gone.resolve())
      response.write(`${JSON.stringify(says('Llamas'))}\n`)
      asked.resolve()
    },
  ])
  const leaving = new AbortController()
  const suggesting = suggest(undefined, leaving.signal)
  await asked.promise
  leaving.abort()
  await expect(suggesting).rejects.toThrow()
  await gone.promise
})
