import type { ChatChunk, ChatMetrics } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { addChunk, noReply, thoughtMs, toMessage } from '../src/features/chat/exchange/live-reply.ts'

const chunk = (message: Partial<NonNullable<ChatChunk['message']>>, rest: Partial<ChatChunk> = {}): ChatChunk => ({
  model: 'm:1b',
  created_at: '2026-01-02T03:04:05Z',
  message: { role: 'assistant', content: '', ...message },
  done: false,
  ...rest,
})
const metrics: ChatMetrics = {
  time_to_first_token_ms: 300,
  tokens_per_second: 50,
  prompt_tokens: 10,
  completion_tokens: 3,
  load_seconds: 0,
  context_used_percent: 1,
  prompt_truncated: false,
  context_length: 4096,
  context_needed: null,
  context_needed_fits: null,
}

const replyOf = (...lines: (readonly [ChatChunk, number])[]) =>
  lines.reduce((reply, [line, at]) => addChunk(reply, line, at), noReply)

test('a reply grows by its lines, and the last one says how it went', () => {
  const reply = replyOf(
    [chunk({ content: '' }), 1000],
    [chunk({ content: 'A lla' }), 1300],
    [chunk({ content: 'ma.' }), 1320],
    [chunk({}, { done: true, metrics }), 1340],
  )
  expect(reply).toMatchObject({ content: 'A llama.', pieces: 2, firstAt: 1300, lastAt: 1320, metrics })
  expect(toMessage(reply, { model: 'm:1b', at: 'then', thoughtMs: null })).toEqual({
    role: 'assistant',
    content: 'A llama.',
    created_at: 'then',
    model: 'm:1b',
    metrics,
  })
})

test('thinking is counted until the reply itself begins', () => {
  const thinking = replyOf([chunk({ thinking: 'Hm' }), 1000], [chunk({ thinking: ', so' }), 3000])
  expect(thinking).toMatchObject({ thinking: 'Hm, so', content: '', answeredAt: null })
  expect(thoughtMs(thinking)).toBeNull()
  const answered = addChunk(thinking, chunk({ content: 'Yes' }), 7200)
  expect(thoughtMs(addChunk(answered, chunk({ content: '.' }), 9000))).toBe(6200)
  expect(thoughtMs(replyOf([chunk({ content: 'Yes' }), 1000]))).toBeNull()
})

test('tool calls end the thinking too, and all of them are kept', () => {
  const call = (name: string) => [{ function: { name, arguments: { city: 'Oslo' } } }]
  const reply = replyOf(
    [chunk({ thinking: 'Weather' }), 1000],
    [chunk({ tool_calls: call('weather') }), 2000],
    [chunk({ tool_calls: call('time') }), 2100],
  )
  expect(reply.toolCalls.map((one) => one.function.name)).toEqual(['weather', 'time'])
  expect(thoughtMs(reply)).toBe(1000)
  const message = toMessage(reply, { model: 'm:1b', at: 'then', thoughtMs: 1000, interruption: 'stream_truncated' })
  expect(message).toMatchObject({
    thinking: 'Weather',
    thinking_ms: 1000,
    interrupted: true,
    error: 'stream_truncated',
  })
  expect(message.tool_calls).toHaveLength(2)
})

test.each([{}, 5, 'abc', [null], [5], [{ id: 'x' }], [{ function: null }], [{ function: { name: { a: 1 } } }]])(
  'what is no tool call is left out, whatever stands in its place: %j',
  (calls) => {
    const line = { content: 'a', tool_calls: calls } as Partial<NonNullable<ChatChunk['message']>>
    expect(replyOf([chunk(line), 1000])).toMatchObject({ content: 'a', toolCalls: [] })
  },
)

test('the pace is told twice a second, so that it can be read', () => {
  let reply = noReply
  const seen = new Set<number | null>()
  for (let at = 0; at <= 2000; at += 10) {
    reply = addChunk(reply, chunk({ content: 'a' }), at)
    seen.add(reply.rate)
  }
  expect([...seen]).toEqual([null, 100])
  expect(reply.rateAt).toBe(2000)
})

test('thoughts that stand in the text come apart as it grows, and are not copied with the reply', () => {
  const pieces = ['<th', 'ink>', 'Hm', ', so', '</thi', 'nk>', '\n\nYes', ', and `</think>` ends them.']
  const grown = pieces.map((_, index) =>
    replyOf(...pieces.slice(0, index + 1).map((content, at) => [chunk({ content }), 1000 + at] as const)),
  )
  expect(grown.slice(0, 6).map(({ content }) => content)).toEqual(['', '', '', '', '', ''])
  expect(grown.at(-1)).toMatchObject({
    thinking: 'Hm, so',
    content: 'Yes, and `</think>` ends them.',
    answeredAt: 1006,
  })
  const closedAlone = replyOf([chunk({ content: 'Hm\n</think>' }), 1], [chunk({ content: '\nYes' }), 2])
  expect(closedAlone).toMatchObject({ thinking: 'Hm', content: 'Yes' })
})

test('a reply of a model whose thoughts Ollama tells apart may speak of the tag', () => {
  const reply = replyOf([chunk({ thinking: 'Hm' }), 1], [chunk({ content: '<think> is a tag' }), 2])
  expect(reply).toMatchObject({ thinking: 'Hm', content: '<think> is a tag' })
})
