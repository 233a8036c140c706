import { expect, test } from 'vitest'
import { createReply } from '../src/inference/reply.ts'

const line = (more: { readonly content?: string; readonly thinking?: string; readonly toolCalls?: unknown[] }) => ({
  ...{ content: '', thinking: '', toolCalls: [] },
  ...more,
})
const call = { function: { name: 'weather', arguments: {} } }

test.each([
  [
    'its first words',
    [line({ thinking: 'Hm' }), line({ thinking: ', so' }), line({ content: '\n' }), line({ content: 'Yes' })],
    3000,
  ],
  ['a call of a tool', [line({ thinking: 'Hm' }), line({ toolCalls: [call] }), line({ content: 'Yes' })], 1000],
  ['nothing: it did not think', [line({ content: 'Yes' })], undefined],
  ['nothing: it was stopped before', [line({ thinking: 'Hm' }), line({ thinking: ', so' })], undefined],
] as const)('how long a model thought is kept, until %s', (_, lines, expected) => {
  let at = 500
  const reply = createReply(() => at)
  for (const one of lines) {
    reply.add(one)
    at += 1000
  }
  expect(reply.toMessage({ at: 'then', model: 'm:1b' }).thinking_ms).toBe(expected)
})
