import { expect, test } from 'vitest'
import { chatCall } from '../src/chat/chat-call.ts'

const model = {
  name: 'llama3.2:3b',
  digest: null,
  size: null,
  modifiedAt: null,
  details: {
    format: null,
    family: null,
    families: [],
    parent_model: null,
    parameter_size: null,
    quantization_level: null,
  },
  capabilities: ['completion'],
  contextLength: null,
  remote: false,
}
const traits = { capabilities: model.capabilities, contextLength: null }
const question = { role: 'user', content: 'Hello' } as const

test.each([
  [{ system: '' }, undefined],
  [{ system: 'Be brief.' }, ''],
  [{}, ''],
])('with %j saved and %j asked for, an empty system prompt goes before that of the model', (saved, system) => {
  const request = { model: model.name, prompt: 'Hello', ...(system !== undefined && { system }) }
  const { messages } = chatCall({ model, request, messages: [question], saved, traits })
  expect(messages).toEqual([{ role: 'system', content: '' }, question])
})

test.each([
  ['is off where the model can be told so', 'qwen3:14b', true, false],
  ['is as asked for where it cannot', 'gpt-oss:20b', 'high', 'high'],
  ['is not spoken of to one that does not think', 'llama3.2:3b', undefined, undefined],
] as const)('while a reply is continued thinking %s', (_, name, think, expected) => {
  const capabilities = name.startsWith('llama') ? ['completion'] : ['completion', 'thinking']
  const request = { model: name, session_id: 'a', continue: true, ...(think !== undefined && { think }) }
  const messages = [question, { role: 'assistant', content: 'Hello, I', thinking: 'A greeting.' } as const]
  const input = { model: { ...model, name, capabilities }, messages, saved: {}, traits: { ...traits, capabilities } }
  expect(chatCall({ ...input, request }).think).toBe(expected)
  expect(chatCall({ ...input, request: { ...request, continue: false } }).think).toBe(think)
})

test('without a system prompt the model keeps its own, and one among the messages goes before what is saved', () => {
  const request = { model: model.name, prompt: 'Hello' }
  expect(chatCall({ model, request, messages: [question], saved: {}, traits }).messages).toEqual([question])
  const messages = [{ role: 'system', content: 'Rhyme.' } as const, question]
  expect(chatCall({ model, request, messages, saved: { system: '' }, traits }).messages).toEqual(messages)
})
