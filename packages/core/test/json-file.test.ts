import { expect, test } from 'vitest'
import { parseJsonFile } from '../src/files/json-file.ts'

test('a file of somebody else that nests too deep is not read, and told', async () => {
  const text = `[{"messages":${'['.repeat(6000)}${']'.repeat(6000)}}]`
  await expect(parseJsonFile(text, 'The chat history file')).rejects.toMatchObject({
    code: 'validation_failed',
    message: 'The chat history file cannot be read. Its content must not be nested deeper than 200 levels.',
  })
})

test('a file of 30 MB is read, as much as that is', async () => {
  const message = { role: 'user', content: 'x'.repeat(3000), created_at: '2026-01-01T00:00:00.000Z' }
  const chats = Array.from({ length: 100 }, () => ({ messages: Array.from({ length: 100 }, () => message) }))
  expect(await parseJsonFile(JSON.stringify(chats), 'The chat history file')).toEqual(chats)
})
