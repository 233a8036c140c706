import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import {
  forkAt,
  forkTitle,
  questionIndexOf,
  questionOf,
  toQuestionMessage,
  unansweredIndex,
  withExchange,
} from '../src/features/chat/thread/message-lists.ts'

const asked = (content: string, images?: string[]): ConversationMessage => ({
  role: 'user',
  content,
  ...(images && { images }),
})
const said = (content: string): ConversationMessage => ({ role: 'assistant', content })
const conversation = [
  { role: 'system', content: 'Be short.' } as const,
  asked('1?', ['aaaa']),
  said('1.'),
  asked('2?'),
  said('2.'),
]

test('a reply belongs to the last question before it', () => {
  expect(questionIndexOf(conversation, 4)).toBe(3)
  expect(questionIndexOf(conversation, 2)).toBe(1)
  expect(questionIndexOf([said('Hello.')], 0)).toBeNull()
})

test('to ask again puts the question and its reply in the place of all that came after', () => {
  const again = withExchange(conversation, 1, [asked('1, again?'), said('One.')])
  expect(again.map(({ content }) => content)).toEqual(['Be short.', '1, again?', 'One.'])
  expect(withExchange(conversation, 9, [asked('3?')])).toHaveLength(6)
})

test('a question takes its images along, and has no empty list of them', () => {
  expect(questionOf(asked('1?', ['aaaa']))).toEqual({ content: '1?', images: ['aaaa'] })
  expect(toQuestionMessage({ content: '1?', images: [] }, 'then')).toEqual({
    role: 'user',
    content: '1?',
    created_at: 'then',
  })
})

test('a fork goes on behind a reply, and puts a question anew', () => {
  expect(forkAt(conversation, 2)).toEqual({ keep: 3, question: null })
  expect(forkAt(conversation, 1)).toEqual({ keep: 1, question: { content: '1?', images: ['aaaa'] } })
  expect(forkTitle('Llamas')).toBe('Llamas, fork')
  expect(forkTitle(forkTitle('Llamas'))).toBe('Llamas, fork')
  expect(forkTitle('x'.repeat(200))).toHaveLength(200)
})

test('only a question at the end waits for a reply', () => {
  expect(unansweredIndex(conversation)).toBeNull()
  expect(unansweredIndex(conversation.slice(0, 4))).toBe(3)
  expect(unansweredIndex([])).toBeNull()
})
