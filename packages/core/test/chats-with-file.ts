import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { onTestFinished } from 'vitest'
import type { ConversationRepository } from '../src/conversations/conversation-repository.ts'
import { openConversations } from '../src/conversations/open-conversations.ts'
import { localActor } from '../src/kernel/call-context.ts'
import { systemClock } from '../src/kernel/clock.ts'
import { createMemoryStorage } from '../src/storage/open-storage.ts'
import { caller } from './caller.ts'
import { temporaryFolder } from './temporary-folder.ts'

export const model = 'llama3.2:3b'
export const reader = { ...caller(), actor: localActor }
export const said = (content: string, role: ConversationMessage['role'] = 'user'): ConversationMessage => ({
  role,
  content,
})

/** Conversations whose file lies in a folder of the test, and the ids of those whose messages were read. */
export async function setUp({ found, maxHistory = 50 }: { found?: unknown; maxHistory?: number } = {}) {
  const folder = await temporaryFolder()
  const path = join(folder, 'history.json')
  if (found !== undefined) await writeFile(path, JSON.stringify(found))
  const storage = await createMemoryStorage()
  onTestFinished(() => storage[Symbol.asyncDispose]())
  const reads: string[] = []
  let held: Promise<void> | null = null
  const noted = (read: ConversationRepository['messages']) => async (id: string) => {
    reads.push(id)
    await held
    return read(id)
  }
  /** Nothing is read for the file until what this returns is called. */
  const hold = () => {
    const released = Promise.withResolvers<void>()
    held = released.promise
    return released.resolve
  }
  const repository: ConversationRepository = {
    ...storage.conversations,
    messages: noted(storage.conversations.messages),
    messagesWithoutImages: noted(storage.conversations.messagesWithoutImages),
  }
  const { writtenFiles } = storage
  const conversations = await openConversations({
    storage: { conversations: repository, writtenFiles },
    path,
    maxHistory,
    clock: systemClock,
  })
  onTestFinished(() => conversations[Symbol.asyncDispose]())
  const file = async () => JSON.parse(await readFile(path, 'utf8'))
  /** What of the file was kept beside it; null where nothing was. */
  const backup = async () => {
    const [name] = (await readdir(folder)).filter((one) => one.endsWith('.bak'))
    return name === undefined ? null : JSON.parse(await readFile(join(folder, name), 'utf8'))
  }
  return { conversations, path, repository: storage.conversations, reads, hold, file, backup }
}
