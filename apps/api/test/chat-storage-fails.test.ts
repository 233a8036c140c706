import { createMemoryStorage, DashboardError } from '@ollama-dashboard/core'
import { expect, onTestFinished, test } from 'vitest'
import { model, setUp } from './chat-set-up.ts'
import { failureOf } from './failure-of.ts'

test('the reason of an interrupted reply is reported even if the storage cannot save it', async () => {
  const storage = await createMemoryStorage()
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const reply = async () => {
    throw new DashboardError('storage_unavailable', 'The disk is full.')
  }
  const { client, say, simulator } = await setUp({
    core: { storage: { ...storage, conversations: { ...storage.conversations, reply } } },
  })
  const { id } = await client.conversations.save({ body: { model, messages: [] } })
  simulator.faults.add({ kind: 'truncate', path: '/api/chat', count: 1 })
  expect((await failureOf(say({ prompt: 'Write 20 words', session_id: id }))).code).toBe('stream_truncated')
  // Of a whole reply that was not kept, just that is told.
  expect((await failureOf(say({ prompt: 'Write 20 words', session_id: id }))).code).toBe('storage_unavailable')
})
