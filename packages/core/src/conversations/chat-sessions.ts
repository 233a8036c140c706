import { randomUUID } from 'node:crypto'
import {
  type ChatSession,
  limits,
  type SessionMessage,
  type SessionPage,
  type SessionSummary,
} from '@ollama-dashboard/contracts'
import { createFileExport, type FileExportState } from '../files/file-export.ts'
import type { WrittenFilesRepository } from '../files/written-files-repository.ts'
import { atMostEvery } from '../kernel/at-most-every.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { normalizeModelName } from '../ollama/model-name.ts'
import { checkImagesKept } from './check-request.ts'
import { createHistoryEntries } from './history-entries.ts'
import { parseHistory, type ReadSession, readHistoryInTurns } from './history-file.ts'
import { importSessions } from './import-sessions.ts'
import { containsAllOf } from './kept-whole.ts'
import { fromCursor, toCursor } from './session-cursor.ts'
import type { Scope, SessionRepository, StoredSession } from './session-repository.ts'
import { titleLine, titleOf, untitled } from './session-title.ts'

/** Whose sessions somebody may see. */
export interface Reader {
  /** A key's id; null where no key is asked for. */
  readonly keyId: string | null
  readonly seesAll: boolean
}

export interface PageQuery {
  readonly limit?: number
  readonly before?: string
  readonly model?: string
  readonly q?: string
}

export interface NewSession {
  readonly id?: string
  readonly title?: string
  readonly model: string
  /** So many of the first messages of a session come before these. */
  readonly from?: { readonly id: string; readonly messages: number }
  readonly messages: readonly SessionMessage[]
}

/** Conversations that are kept, each of the key that made it. Another key's is `session_not_found`. */
export interface ChatSessions extends AsyncDisposable {
  page(query: PageQuery, reader: Reader): Promise<SessionPage>
  find(id: string, reader: Reader): Promise<ChatSession>
  /** Replaces the one with its id. The oldest of the key go when there are too many. */
  save(session: NewSession, reader: Reader): Promise<string>
  /**
   * Adds a question after the first `keep` messages, or after all; tells `answer` which one it was, or null where nothing
   * new was asked. The file, which is written whole, waits for the reply.
   */
  ask(id: string, question: readonly SessionMessage[], model: string, keep?: number): Promise<string | null>
  /**
   * Adds the reply right behind its question; nowhere where that gave way to another one, or was deleted. It is kept
   * when this resolves, and the file follows.
   */
  answer(id: string, exchange: string | null, reply: SessionMessage, model: string): Promise<void>
  /** A reply comes within a session, until what it returns is called. */
  replyBegins(id: string): () => void
  rename(id: string, title: string, reader: Reader): Promise<SessionSummary>
  remove(id: string, reader: Reader): Promise<void>
  /** Those of the key itself, also where it sees all. */
  removeAll(reader: Reader): Promise<number>
  /** Entries of a file of chats; those that are here already stay as they are, and older ones than are kept stay away. */
  importAll(entries: readonly unknown[], reader: Reader): Promise<{ imported: number; skipped: number }>
  fileState(): FileExportState
}

export interface ChatSessionsOptions {
  readonly repository: SessionRepository
  readonly writtenFiles: WrittenFilesRepository
  readonly path: string
  readonly maxHistory: number
  readonly clock: Clock
  /** Told of what nobody foresaw. */
  readonly report?: (error: unknown) => void
}

const usualPage = 20

/** A hundred full sessions take a tenth of a second to be written, in which whoever streams waits. */
const betweenRepliesMs = 2000

export function createChatSessions(options: ChatSessionsOptions): ChatSessions {
  const { repository, writtenFiles, path, maxHistory, clock, report } = options
  const fileExport = createFileExport({
    path,
    variable: 'HISTORY_FILE',
    writtenFiles,
    clock,
    ...(report && { report }),
    contents: createHistoryEntries(repository),
    async takeOver(text) {
      const entries = await parseHistory(text)
      const sessions = await readHistoryInTurns(entries)
      await importSessions(sessions, options)
      return sessions.length === entries.length && (await areKept(sessions))
    },
  })
  let isFileBehind = false
  function writeFile(): Promise<void> {
    isFileBehind = false
    return fileExport.write()
  }
  /** By session, how many replies are coming. */
  const replying = new Map<string, number>()
  const following = atMostEvery(clock, betweenRepliesMs, () => void writeFile())
  // A file that is there already is taken over before anything is saved, and so before it is written over.
  const opened = fileExport.write()

  async function areKept(sessions: readonly ReadSession[]): Promise<boolean> {
    for (const {
      entry,
      session: { id },
    } of sessions) {
      const session = await repository.find(id)
      if (!session || !containsAllOf({ session, messages: await repository.messages(id) }, entry)) return false
    }
    return true
  }

  async function findStored(id: string, { keyId, seesAll }: Reader): Promise<StoredSession> {
    await opened
    const session = await repository.find(id)
    if (session && (seesAll || session.owner === keyId)) return session
    throw sessionNotFound()
  }

  const scopeOf = ({ keyId, seesAll }: Reader): Scope => (seesAll ? 'all' : { owner: keyId })

  /** Throws `validation_failed` where nothing of it can be read. */
  function checkedTitle(text: string): string {
    const title = titleLine(text)
    if (title !== null) return title
    throw new DashboardError('validation_failed', 'title must not be empty.', {
      fieldErrors: [{ path: '/body/title', message: 'must not be empty' }],
    })
  }

  return {
    async page({ limit = usualPage, before, model, q }, reader) {
      await opened
      const found = await repository.page({
        scope: scopeOf(reader),
        // One more tells whether there is a next page.
        limit: limit + 1,
        before: before === undefined ? undefined : fromCursor(before),
        model: model === undefined ? undefined : normalizeModelName(model),
        text: q?.trim() || undefined,
      })
      const sessions = found.slice(0, limit)
      const last = sessions.at(-1)
      return { sessions: sessions.map(summaryOf), next: found.length > limit && last ? toCursor(last) : null }
    },

    async find(id, reader) {
      const { owner: _, message_count: __, ...session } = await findStored(id, reader)
      return { ...session, messages: await repository.messages(id), is_replying: replying.has(id) }
    },

    async save({ id = randomUUID(), title: called, model, from, messages: own }, reader) {
      const title = called === undefined ? undefined : checkedTitle(called)
      checkImagesKept(own)
      await opened
      const before = await repository.find(id)
      if (before) await findStored(id, reader)
      if (from) await findStored(from.id, reader)
      const begun = from ? (await repository.messages(from.id)).slice(0, from.messages) : []
      const messages = [...begun, ...own.map(inUtc)]
      expectRoom(messages.length)
      // A title that somebody gave stays.
      const known = before?.title === untitled ? undefined : before?.title
      const now = timestamp(clock.now())
      const session = {
        id,
        owner: before ? before.owner : reader.keyId,
        title: title ?? known ?? titleOf(messages),
        model: normalizeModelName(model),
        created_at: before?.created_at ?? now,
        updated_at: now,
        message_count: messages.length,
      }
      // Another key may have saved it since: then it is theirs.
      if (!(await repository.save(session, messages))) throw sessionNotFound()
      if (!before) await repository.keep(session.owner, maxHistory, id)
      await writeFile()
      return id
    },

    async ask(id, question, model, keep) {
      await opened
      // It is called by its first question, unless somebody has called it something.
      const isUntitled = (await repository.find(id))?.title === untitled
      const title = isUntitled ? titleOf(question) : undefined
      const changed = { updated_at: timestamp(clock.now()), model, ...(title !== undefined && { title }) }
      const exchange = question.length > 0 ? randomUUID() : null
      // Deleted meanwhile: then nobody wants it any more.
      await repository.append(id, question, changed, { keep, exchange })
      return exchange
    },

    async answer(id, exchange, reply, model) {
      await opened
      const changed = { updated_at: timestamp(clock.now()), model }
      const isThere =
        exchange === null
          ? await repository.append(id, [reply], changed)
          : await repository.reply(id, exchange, reply, changed)
      if (!isThere) return
      isFileBehind = true
      following.ask()
    },

    replyBegins(id) {
      replying.set(id, (replying.get(id) ?? 0) + 1)
      return () => {
        const left = (replying.get(id) ?? 0) - 1
        if (left > 0) replying.set(id, left)
        else replying.delete(id)
      }
    },

    async rename(id, text, reader) {
      const title = checkedTitle(text)
      const session = await findStored(id, reader)
      await repository.rename(id, title)
      await writeFile()
      return { ...summaryOf(session), title }
    },

    async remove(id, reader) {
      await findStored(id, reader)
      await fileExport.adopt()
      await repository.remove(id)
      await writeFile()
    },

    async removeAll({ keyId }) {
      await opened
      await fileExport.adopt()
      const removed = await repository.removeAll(keyId)
      await writeFile()
      return removed
    },

    async importAll(entries, { keyId }) {
      await opened
      const owned = (await readHistoryInTurns(entries)).map(({ session, messages }) => ({
        session: { ...session, owner: keyId },
        messages,
      }))
      const imported = await importSessions(owned, options)
      await writeFile()
      return { imported, skipped: entries.length - imported }
    },

    fileState: fileExport.state,
    async [Symbol.asyncDispose]() {
      await opened
      following[Symbol.dispose]()
      if (isFileBehind) await writeFile()
      await fileExport[Symbol.asyncDispose]()
    },
  }
}

const sessionNotFound = () =>
  new DashboardError('session_not_found', 'There is no such chat session.', {
    hint: 'Perhaps it was deleted, or is of another key.',
  })

/** Throws `session_full`. */
export function expectRoom(messages: number): void {
  if (messages <= limits.messages) return
  throw new DashboardError('session_full', `A chat session holds ${limits.messages} messages at most.`, {
    hint: 'Begin a new chat, or fork this one at an earlier message.',
  })
}

const inUtc = ({ created_at, ...message }: SessionMessage): SessionMessage =>
  created_at === undefined ? message : { ...message, created_at: timestamp(Date.parse(created_at)) }

const summaryOf = ({ owner: _, ...summary }: StoredSession): SessionSummary => summary
