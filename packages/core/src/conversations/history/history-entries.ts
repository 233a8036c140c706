import { isDeepStrictEqual } from 'node:util'
import { type FileContents, slicesOf } from '../../files/file-contents.ts'
import type { ConversationRepository } from '../conversation-repository.ts'
import type { StoredConversation } from '../conversation-table.ts'
import { historyEntryPieces } from './history-file.ts'

/** Max chats in the file, as in the old dashboard. The storage has all of them. */
const maxInFile = 100

interface Entry {
  readonly conversation: StoredConversation
  /** Its text, in slices. */
  readonly text: readonly string[]
}

/**
 * What the file of chats holds, newest first. An exchange changes one conversation of a hundred: the text of the others is
 * remembered as it stands in the file, and only as long as it stands there.
 */
export function createHistoryEntries(repository: ConversationRepository): () => Promise<FileContents> {
  let known: ReadonlyMap<string, Entry> = new Map()

  async function read(conversation: StoredConversation): Promise<Entry> {
    const messages = await repository.messagesWithoutImages(conversation.id)
    return { conversation, text: await Array.fromAsync(slicesOf(historyEntryPieces({ conversation, messages }))) }
  }

  async function* pieces(conversations: readonly StoredConversation[]): AsyncGenerator<string, void, void> {
    const now = new Map<string, Entry>()
    yield '['
    for (const conversation of conversations) {
      const before = known.get(conversation.id)
      // Whoever changes the messages of a conversation changes its time too.
      const entry = before && isDeepStrictEqual(before.conversation, conversation) ? before : await read(conversation)
      yield now.size === 0 ? '\n' : ',\n'
      yield* entry.text
      now.set(conversation.id, entry)
    }
    known = now
    yield now.size === 0 ? ']\n' : '\n]\n'
  }

  return async () => {
    const conversations = await repository.page({ scope: 'all', limit: maxInFile })
    return { isEmpty: conversations.length === 0, pieces: pieces(conversations) }
  }
}
