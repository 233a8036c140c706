import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { titleIn, titlePrompt } from '../src/chat/suggested-title.ts'

test.each([
  ['Llamas at home', 'Llamas at home'],
  ['"Llamas at home"', 'Llamas at home'],
  ['**Title:** “Llamas at home”', 'Llamas at home'],
  ['# Titel: Lamas zu Hause', 'Lamas zu Hause'],
  ['Title:\nLlamas at home', 'Llamas at home'],
  ['\n\nLlamas at home\n\nI chose this because it is short.', 'Llamas at home'],
  ['<think>\nA title.\n</think>\n\nLlamas at home', 'Llamas at home'],
  ['「家のラマ」', '家のラマ'],
  ['\u0010Llamas\u001b at \u202ehome', 'Llamas at home'],
  ['Subtitle: a history', 'Subtitle: a history'],
  ['C# or F#: which?', 'C# or F#: which?'],
  [' ** ', null],
  ['<think>What would be', null],
  ['', null],
])('of %j the title is %j', (reply, title) => {
  expect(titleIn(reply)).toBe(title)
})

test('a title is cut to what a title may be, between two characters', () => {
  expect(titleIn('a'.repeat(199) + '🦙'.repeat(100))).toBe('a'.repeat(199))
  expect(titleIn(`${'"'.repeat(100_000)}x`)).toBeNull()
})

test('the prompt has how the conversation begins and what it has come to, each cut', () => {
  const said = (role: ConversationMessage['role'], content: string): ConversationMessage => ({ role, content })
  expect(titlePrompt([])).toBeNull()
  expect(titlePrompt([said('system', 'Be brief.'), said('user', ' ')])).toBeNull()
  const one = titlePrompt([said('user', 'Why?'), said('assistant', `<think>Hm</think>${'so '.repeat(9000)}`)])
  expect(one).toMatch(/^Question: Why\?\n\nAnswer: so so/)
  expect(one).not.toContain('Hm')
  expect(one?.length).toBeLessThan(1000)
  const long = [said('user', 'Why?'), said('assistant', 'So.'), said('user', 'And then?'), said('assistant', 'Later.')]
  expect(titlePrompt(long)).toMatch(/Why\?\n\nAnswer: So\.\n\nLast question: And then\?\n\nWrite/)
})
