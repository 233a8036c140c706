import { expect, test } from 'vitest'
import { setUp, titles } from './chats-by-key.ts'

const sessions = [
  { id: 'one', timestamp: '2025-01-01T00:00:00Z', model: 'llama3.2:3b', prompt: 'First', response: 'Yes' },
  { timestamp: '2025-01-02T00:00:00Z', prompt: 'Second', response: 'No' },
]

test('one file imported by two keys is there for each of them, once', async () => {
  const { ann, bob } = await setUp()
  for (const of of [ann, bob]) {
    expect(await of.import({ body: { sessions } })).toEqual({ imported: 2, skipped: 0 })
    expect(await of.import({ body: { sessions } })).toEqual({ imported: 0, skipped: 2 })
    expect(titles(await of.list())).toEqual(['Second', 'First'])
  }
  // What one deletes, the other keeps; imported again it is there once for each.
  await ann.deleteAll()
  expect(titles(await bob.list())).toEqual(['Second', 'First'])
  expect((await bob.import({ body: { sessions } })).imported).toBe(0)
  expect((await ann.import({ body: { sessions } })).imported).toBe(2)
})
