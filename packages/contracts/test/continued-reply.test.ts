import { expect, test } from 'vitest'
import type { ChatMetrics, ConversationMessage } from '../src/index.ts'
import { canContinue, withContinuation } from '../src/index.ts'

const said: ConversationMessage = { role: 'assistant', content: 'Once upon' }
const metrics = (done_reason: string): ChatMetrics => ({
  time_to_first_token_ms: null,
  tokens_per_second: null,
  prompt_tokens: null,
  completion_tokens: null,
  load_seconds: null,
  context_used_percent: null,
  prompt_truncated: null,
  context_length: null,
  context_needed: null,
  context_needed_fits: null,
  done_reason,
})
const calls = [{ function: { name: 'now', arguments: {} } }]

test.each<[string, Partial<ConversationMessage>, boolean]>([
  ['that was interrupted', { interrupted: true, error: 'reply_stopped' }, true],
  ['that reached a limit', { metrics: metrics('length') }, true],
  ['that ended by itself', { metrics: metrics('stop') }, false],
  ['of which nobody knows how it ended', {}, false],
  ['that was interrupted before its first word', { content: ' ', interrupted: true }, false],
  ['that was interrupted while its model thought', { content: '', thinking: 'Hm', interrupted: true }, false],
  ['that calls a tool', { tool_calls: calls, interrupted: true }, false],
  ['of somebody else', { role: 'user', interrupted: true }, false],
])('whether a reply %s can go on', (_, more, expected) => {
  expect(canContinue({ ...said, ...more })).toBe(expected)
})

test('what comes is added, and how it ended is the truth of all of it', () => {
  const begun = { content: 'Once upon', thinking: 'A tale.' }
  const more = { ...said, content: ' a time.', metrics: metrics('stop') }
  expect(withContinuation(begun, more)).toEqual({ ...more, content: 'Once upon a time.', thinking: 'A tale.' })
  expect(withContinuation(begun, { ...more, thinking: 'More.' })?.thinking).toBe('A tale.\n\nMore.')
  expect(withContinuation({ content: 'Once upon' }, more)).not.toHaveProperty('thinking')
})

test('a reply stays as it was where nothing came, unless its model had nothing to add', () => {
  const nothing = { ...said, content: '' }
  expect(withContinuation(said, { ...nothing, interrupted: true, error: 'ollama_busy' })).toBeNull()
  expect(withContinuation(said, { ...nothing, metrics: metrics('stop') })).toMatchObject({ content: 'Once upon' })
})
