import { randomUUID } from 'node:crypto'
import {
  type ChatSession,
  contract,
  limits,
  type SessionMessage,
  type SessionPage,
  type SessionSummary,
} from '@ollama-dashboard/contracts'
import { createFileExport, fileHealth } from '../files/file-export.ts'
import type { WrittenFilesRepository } from '../files/written-files-table.ts'
import { allows, reachesAll } from '../kernel/allows.ts'
import { atMostEvery } from '../kernel/at-most-every.ts'
import { type CallContext, keyIdOf } from '../kernel/call-context.ts'
import { type Clock, timestamp } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import type { Finding } from '../kernel/finding.ts'
import { normalizeModelName } from '../ollama/model-name.ts'
import { checkImagesKept } from './check-request.ts'
import { createHistoryEntries } from './history-entries.ts'
import { parseHistory, type ReadSession, readHistoryInTurns } from './history-file.ts'
import { importSessions } from './import-sessions.ts'
import { containsAllOf } from './kept-whole.ts'
import { fromCursor, toCursor } from './session-cursor.ts'
import type { SessionRepository } from './session-repository.ts'
import type { Scope, StoredSession } from './session-table.ts'
import { titleLine, titleOf, untitled } from './session-title.ts'

export interface PageQuery {
  readonly limit?: number
  readonly before?: string
  readonly model?: string
  readonly q?: string
}

export interface SessionInput {
  readonly id: string
}

export interface ImportedSessions {
  readonly imported: number
  readonly skipped: number
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
  page(context: CallContext, query: PageQuery): Promise<SessionPage>
  find(context: CallContext, input: SessionInput): Promise<ChatSession>
  /** Replaces the one with its id. The oldest of the key go when there are too many. */
  save(context: CallContext, session: NewSession): Promise<string>
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
  rename(context: CallContext, input: SessionInput & { readonly title: string }): Promise<SessionSummary>
  remove(context: CallContext, input: SessionInput): Promise<void>
  /** Those of the key itself, also where it sees all; resolves with how many there were. */
  removeAll(context: CallContext): Promise<number>
  /** Entries of a file of chats; those that are here already stay as they are, and older ones than are kept stay away. */
  importAll(context: CallContext, input: { readonly entries: readonly unknown[] }): Promise<ImportedSessions>
  health(): readonly Finding[]
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

const defaultPageSize = 20

/** A hundred full sessions take a tenth of a second to be written, in which whoever streams waits. */
const betweenRepliesMs = 2000

/** Takes over what a file that is there already holds, before anything is saved and so before it is written over. */
export async function openChatSessions(options: ChatSessionsOptions): Promise<ChatSessions> {
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

  async function findStored({ actor }: CallContext, id: string): Promise<StoredSession> {
    const session = await repository.find(id)
    if (session && allows(actor, contract.chat.session, session)) return session
    throw sessionNotFound()
  }

  const scopeOf = ({ actor }: CallContext): Scope => (reachesAll(actor) ? 'all' : { owner: keyIdOf(actor) })

  /** Throws `validation_failed` where nothing of it can be read. */
  function checkedTitle(text: string): string {
    const title = titleLine(text)
    if (title !== null) return title
    throw new DashboardError('validation_failed', 'title must not be empty.', {
      fieldErrors: [{ path: '/body/title', message: 'must not be empty' }],
    })
  }

  await fileExport.write()

  return {
    async page(context, { limit = defaultPageSize, before, model, q }) {
      const found = await repository.page({
        scope: scopeOf(context),
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

    async find(context, { id }) {
      const { owner: _, message_count: __, ...session } = await findStored(context, id)
      return { ...session, messages: await repository.messages(id), is_replying: replying.has(id) }
    },

    async save(context, { id = randomUUID(), title: called, model, from, messages: own }) {
      const title = called === undefined ? undefined : checkedTitle(called)
      checkImagesKept(own)
      const before = await repository.find(id)
      if (before) await findStored(context, id)
      if (from) await findStored(context, from.id)
      const begun = from ? (await repository.messages(from.id)).slice(0, from.messages) : []
      const messages = [...begun, ...own.map(inUtc)]
      expectRoom(messages.length)
      // A title that somebody gave stays.
      const known = before?.title === untitled ? undefined : before?.title
      const now = timestamp(clock.now())
      const session = {
        id,
        owner: before ? before.owner : keyIdOf(context.actor),
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

    async rename(context, { id, title: text }) {
      const title = checkedTitle(text)
      const session = await findStored(context, id)
      await repository.rename(id, title)
      await writeFile()
      return { ...summaryOf(session), title }
    },

    async remove(context, { id }) {
      await findStored(context, id)
      await fileExport.adopt()
      await repository.remove(id)
      await writeFile()
    },

    async removeAll({ actor }) {
      await fileExport.adopt()
      const removed = await repository.removeAll(keyIdOf(actor))
      await writeFile()
      return removed
    },

    async importAll({ actor }, { entries }) {
      const owner = keyIdOf(actor)
      const owned = (await readHistoryInTurns(entries)).map(({ session, messages }) => ({
        session: { ...session, owner },
        messages,
      }))
      const imported = await importSessions(owned, options)
      await writeFile()
      return { imported, skipped: entries.length - imported }
    },

    health: () => fileHealth('history-file', fileExport.state()),
    async [Symbol.asyncDispose]() {
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
