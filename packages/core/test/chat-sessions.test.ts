import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionMessage } from '@ollama-dashboard/contracts'
import { expect, onTestFinished, test } from 'vitest'
import { createChatSessions } from '../src/chat/chat-sessions.ts'
import { systemClock } from '../src/clock.ts'
import { createMemoryStorage } from '../src/storage/memory-storage.ts'
import type { SessionRepository } from '../src/storage/session-repository.ts'
import { temporaryFolder } from './temporary-folder.ts'

const model = 'llama3.2:3b'
const reader = { keyId: null, seesAll: false }
const said = (content: string, role: SessionMessage['role'] = 'user'): SessionMessage => ({ role, content })

/** Sessions whose file lies in a folder of the test, and the ids of those whose messages were read. */
async function setUp() {
  const path = join(await temporaryFolder(), 'history.json')
  const storage = await createMemoryStorage()
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const reads: string[] = []
  const noted = (read: SessionRepository['messages']) => (id: string) => {
    reads.push(id)
    return read(id)
  }
  const repository: SessionRepository = {
    ...storage.sessions,
    messages: noted(storage.sessions.messages),
    messagesWithoutImages: noted(storage.sessions.messagesWithoutImages),
  }
  const { writtenFiles } = storage
  const sessions = createChatSessions({ repository, writtenFiles, path, maxHistory: 50, clock: systemClock })
  onTestFinished(() => sessions[Symbol.asyncDispose]())
  const file = async () => JSON.parse(await readFile(path, 'utf8'))
  return { sessions, repository: storage.sessions, reads, file }
}

test('an exchange reads its own session alone for the file, and no pictures', async () => {
  const { sessions, repository, reads, file } = await setUp()
  const picture = { ...said('What is it?'), images: ['aaaa'] }
  for (let index = 0; index < 10; index += 1)
    await sessions.save({ id: `s${index}`, model, messages: [picture, said('A llama.', 'assistant')] }, reader)
  expect(await repository.messagesWithoutImages('s3')).toEqual([said('What is it?'), said('A llama.', 'assistant')])
  reads.length = 0
  const exchange = await sessions.ask('s3', [said('And this?')], model)
  await sessions.answer('s3', exchange, said('That too.', 'assistant'), model)
  await sessions.rename('s7', 'Llamas', reader)
  await sessions.remove('s1', reader)
  expect(reads).toEqual(['s3', 's7'])
  const entries = await file()
  expect(entries).toHaveLength(9)
  expect(JSON.stringify(entries)).not.toContain('aaaa')
  const entry = (id: string) => entries.find((one: { id: string }) => one.id === id)
  expect(entry('s3').messages.at(-1)).toEqual(said('That too.', 'assistant'))
  expect(entry('s7').title).toBe('Llamas')
  expect((await sessions.find('s3', reader)).messages[0]).toEqual(picture)
})
