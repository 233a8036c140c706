import { attach, joinFiles } from '@ollama-dashboard/contracts'
import { expect, test } from 'vitest'
import { titleOf } from '../src/conversations/conversation-title.ts'

const files = [attach('a.py', 'print(1)\n'), attach('notes.md', '# Notes')]

test.each([
  ['the question behind files', 'What is wrong?\nTell me.', 'What is wrong?'],
  ['files that were sent alone', '', 'a.py, notes.md'],
])('a conversation is called after %s', (_, written, title) => {
  expect(titleOf([{ role: 'user', content: joinFiles({ files, written }) }])).toBe(title)
})
