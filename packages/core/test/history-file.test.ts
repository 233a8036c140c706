import { expect, test } from 'vitest'
import { readHistory } from '../src/conversations/history/history-file.ts'

const user = { role: 'user', content: 'what is 2+2' }
const reply = { role: 'assistant', content: 'It is FOUR' }
const pair = { prompt: user.content, response: reply.content }

const read = (entry: object) => readHistory([entry])[0]

const earlier = [
  { role: 'user', content: 'Hello' },
  { role: 'assistant', content: 'Hi' },
]
const spaced = [user, { ...reply, content: ' It is FOUR\n' }]

test.each([
  ['lack the reply', [user], [user, reply]],
  ['lack the question', [reply], [user, reply]],
  ['lack both', earlier, [...earlier, user, reply]],
  ['have both, with a space more', spaced, spaced],
])('an entry whose messages %s loses no word, and none is doubled', (_, messages, expected) => {
  expect(read({ ...pair, messages })?.messages).toEqual(expected)
})

test.each([
  ['seconds', 1_700_000_000, '2023-11-14T22:13:20.000Z'],
  ['seconds with a fraction', 1_700_000_000.5, '2023-11-14T22:13:20.500Z'],
  ['milliseconds', 1_700_000_000_123, '2023-11-14T22:13:20.123Z'],
])('a time in %s is read', (_, timestamp, expected) => {
  expect(read({ ...pair, timestamp })?.conversation.updated_at).toBe(expected)
})
