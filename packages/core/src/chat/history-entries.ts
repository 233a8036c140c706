import { setImmediate as nextTurn } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { JsonObject } from '../ollama/json-value.ts'
import type { SessionRepository, StoredSession } from '../storage/session-repository.ts'
import { toHistoryEntry } from './history-file.ts'

/** As many as the earlier dashboard kept: the file is for people, the storage has them all. */
const mostInFile = 100

interface Entry {
  readonly session: StoredSession
  readonly entry: JsonObject
}

/**
 * What the file of chats holds, newest first. An exchange changes one session of a hundred: the others are remembered as
 * they stood in the file, and only as long as they stand there.
 */
export function createHistoryEntries(repository: SessionRepository): () => Promise<readonly JsonObject[]> {
  let known: ReadonlyMap<string, Entry> = new Map()

  async function read(session: StoredSession): Promise<JsonObject> {
    // One after the other, and whoever streams has a turn in between.
    await nextTurn()
    return toHistoryEntry({ session, messages: await repository.messagesWithoutImages(session.id) })
  }

  return async () => {
    const now = new Map<string, Entry>()
    for (const session of await repository.page({ scope: 'all', limit: mostInFile })) {
      const before = known.get(session.id)
      // Whoever changes the messages of a session changes its time too.
      const entry = before && isDeepStrictEqual(before.session, session) ? before.entry : await read(session)
      now.set(session.id, { session, entry })
    }
    known = now
    return [...now.values()].map(({ entry }) => entry)
  }
}
