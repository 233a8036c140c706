import { expect, test } from 'vitest'
import { attach, joinFiles, splitFiles } from '../src/attached-files.ts'

test.each([
  ['a question and files', 'Compare:\n', ['a.py', 'print(1)\n'], ['notes', 'No end']],
  ['files alone', '', ['a.md', 'One\n````js\n1\n````\n'], ['my list', '']],
  ['a file like another in it', 'See', ['outer.md', '\n\ninner.ts:\n```ts\n1\n```\n']],
])('%s are found again as they were', (_, written, ...given) => {
  const files = given.map(([name = '', text = '']) => attach(name, text))
  const message = { written, files }
  const whole = given.map(([name, text = '']) => [name, text === '' || text.endsWith('\n') ? text : `${text}\n`])
  const found = splitFiles(joinFiles(message))
  expect(found.written).toBe(written)
  expect(found.files.map(({ name, text }) => [name, text])).toEqual(whole)
  expect(joinFiles(found)).toBe(joinFiles(message))
})

test.each([
  'This is the output:\n```\n1\n```',
  'Look at this:\n```ts\n1\n```',
  'a.ts:\n```ts\n1\n```\nWhat is it?',
  'Before\n\na.ts:\n```ts\n1\n```',
  'a.ts:\n```ts\nnever closed',
  '```',
  '',
])('what somebody wrote is no file: %j', (text) => {
  expect(splitFiles(text)).toEqual({ written: text, files: [] })
})
