import { expect, test } from 'vitest'
import { type Json, simulation } from './simulation.ts'

const textOf = (lines: readonly Json[], key: 'content' | 'thinking') =>
  lines.map(({ message }) => (message as Partial<Record<string, string>>)[key] ?? '').join('')

test('a reply goes on from what it begins with, and says nothing of it again', async () => {
  const { lines } = await simulation({ scenario: 'home' })
  const question = { role: 'user', content: 'Write 30 words' }
  const ask = (...messages: object[]) => lines('/api/chat', { model: 'llama3.2:3b', messages: [question, ...messages] })
  const whole = textOf(await ask(), 'content')
  // In the middle of a word too, where a connection broke.
  const begun = whole.slice(0, whole.length / 2)
  const rest = await ask({ role: 'assistant', content: begun })
  expect(begun + textOf(rest, 'content')).toBe(whole)
  expect(rest.at(-1)).toMatchObject({ done: true, done_reason: 'stop' })
  expect(rest.at(-1)?.['eval_count']).toBeLessThan(30)
  expect(textOf(await ask({ role: 'assistant', content: 'Something else:' }), 'content')).toBe(whole)
})

test('a reply that has begun is not thought about again', async () => {
  const { lines } = await simulation({ scenario: 'home' })
  const question = { role: 'user', content: 'Write 30 words' }
  const ask = (...messages: object[]) => lines('/api/chat', { model: 'qwen3:14b', messages: [question, ...messages] })
  expect(textOf(await ask(), 'thinking')).not.toBe('')
  expect(textOf(await ask({ role: 'assistant', content: 'So' }), 'thinking')).toBe('')
})
