import { isDeepStrictEqual } from 'node:util'
import { type FileContents, slicesOf } from '../files/file-contents.ts'
import { historyEntryPieces } from './history-file.ts'
import type { SessionRepository } from './session-repository.ts'
import type { StoredSession } from './session-table.ts'

/** Max chats in the file, as in the old dashboard. The storage has all of them. */
const maxInFile = 100

interface Entry {
  readonly session: StoredSession
  /** Its text, in slices. */
  readonly text: readonly string[]
}

/**
 * What the file of chats holds, newest first. An exchange changes one session of a hundred: the text of the others is
 * remembered as it stands in the file, and only as long as it stands there.
 */
export function createHistoryEntries(repository: SessionRepository): () => Promise<FileContents> {
  let known: ReadonlyMap<string, Entry> = new Map()

  async function read(session: StoredSession): Promise<Entry> {
    const messages = await repository.messagesWithoutImages(session.id)
    return { session, text: await Array.fromAsync(slicesOf(historyEntryPieces({ session, messages }))) }
  }

  async function* pieces(sessions: readonly StoredSession[]): AsyncGenerator<string, void, void> {
    const now = new Map<string, Entry>()
    yield '['
    for (const session of sessions) {
      const before = known.get(session.id)
      // Whoever changes the messages of a session changes its time too.
      const entry = before && isDeepStrictEqual(before.session, session) ? before : await read(session)
      yield now.size === 0 ? '\n' : ',\n'
      yield* entry.text
      now.set(session.id, entry)
    }
    known = now
    yield now.size === 0 ? ']\n' : '\n]\n'
  }

  return async () => {
    const sessions = await repository.page({ scope: 'all', limit: maxInFile })
    return { isEmpty: sessions.length === 0, pieces: pieces(sessions) }
  }
}
