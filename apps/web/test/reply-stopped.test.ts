import type { ChatMetrics } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { whyStopped } from '../src/features/chat/reply/reply-stopped.tsx'
import { acceptedThink, alwaysThinks, thinkChoices } from '../src/lib/models/think-choices.ts'

const metrics = (more: Partial<ChatMetrics>): ChatMetrics => ({
  time_to_first_token_ms: 300,
  tokens_per_second: 50,
  prompt_tokens: 10,
  completion_tokens: 64,
  load_seconds: 0,
  context_used_percent: 1,
  prompt_truncated: false,
  context_length: 4096,
  context_needed: null,
  context_needed_fits: null,
  ...more,
})

test.each([
  [{ done_reason: 'length', stopped_at: 'num_predict' }, 'Max tokens reached (64 tokens).'],
  [{ done_reason: 'length', stopped_at: 'context' }, 'The context is full (4,096 tokens).'],
  [{ done_reason: 'load' }, 'The model was only loaded; no response was generated.'],
  [{ done_reason: 'content_filter' }, 'Ollama stopped: content filter.'],
  [{ done_reason: 'stop' }, null],
  [{}, null],
] as const)('a reply that ended with %j says %s', (more, words) => {
  expect(whyStopped({ content: 'One' }, metrics(more))).toBe(words)
})

test('a reply that is all thoughts says that it did not answer', () => {
  const thoughts = { content: '', thinking: 'Hm' }
  expect(whyStopped(thoughts, metrics({ done_reason: 'length', stopped_at: 'num_predict' }))).toBe(
    'Max tokens reached (64 tokens). The model was still thinking.',
  )
  expect(whyStopped(thoughts, metrics({ done_reason: 'stop' }))).toBe(
    'The model stopped after thinking, without a response.',
  )
})

test('of thinking only that is offered and asked for which the model takes', () => {
  const levels = { think_values: ['low', 'medium', 'high'] as ('low' | 'medium' | 'high')[] }
  const onOff = { think_values: [false, true] }
  const offered = (model: Parameters<typeof thinkChoices>[0]) => thinkChoices(model).map(([, word]) => word)
  expect(offered(levels)).toEqual(['Low', 'Medium', 'High'])
  expect(offered(onOff)).toEqual(['On', 'Off'])
  expect(offered({ think_values: null })).toEqual(['On', 'Off'])
  expect([alwaysThinks(levels), alwaysThinks(onOff)]).toEqual([true, false])
  // Chosen for another model before.
  expect([acceptedThink(onOff, 'high'), acceptedThink(levels, false), acceptedThink(levels, true)]).toEqual([
    true,
    undefined,
    undefined,
  ])
  expect(acceptedThink({ think_values: [] }, true)).toBeUndefined()
})
