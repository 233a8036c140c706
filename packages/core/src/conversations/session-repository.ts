import type { SessionMessage, SessionSummary } from '@ollama-dashboard/contracts'

/** A session and whose it is: a key's id, or nothing where no key is asked for. */
export interface StoredSession extends SessionSummary {
  readonly owner: string | null
}

/** Whose sessions are meant: everybody's, or those of one key. */
export type Scope = 'all' | { readonly owner: string | null }

export interface SessionPageQuery {
  readonly scope: Scope
  readonly limit: number
  /** The last one of the page before. */
  readonly before?: { readonly updated_at: string; readonly id: string } | undefined
  /** As Ollama lists it, in any case of letters. */
  readonly model?: string | undefined
  /** What title or messages have, in any case of letters. */
  readonly text?: string | undefined
}

export interface AppendOptions {
  /** After so many of the messages there are, whose successors go; after all when absent. */
  readonly keep?: number | undefined
  /** Begins one, of which these are the question: `reply` finds them by it. Never used twice. */
  readonly exchange?: string | null
}

type ChangedByMessages = Pick<SessionSummary, 'updated_at' | 'model'>

/** Chat sessions. Every method fails with `storage_unavailable` when it cannot keep its promise. */
export interface SessionRepository {
  /** Newest first, and of those of one moment the greatest id. */
  page(query: SessionPageQuery): Promise<StoredSession[]>
  find(id: string): Promise<StoredSession | null>
  messages(id: string): Promise<SessionMessage[]>
  /** The same without their pictures, which are most of what a session weighs. */
  messagesWithoutImages(id: string): Promise<SessionMessage[]>
  /** Inserts a session with its messages, or replaces the one with its id; false where that is another owner's. */
  save(session: StoredSession, messages: readonly SessionMessage[]): Promise<boolean>
  /** Adds messages at the end; false where there is no such session. */
  append(
    id: string,
    messages: readonly SessionMessage[],
    changed: ChangedByMessages & Partial<Pick<SessionSummary, 'title'>>,
    options?: AppendOptions,
  ): Promise<boolean>
  /** Adds a message right behind those of its exchange; false where they, or the session, are there no more. */
  reply(id: string, exchange: string, message: SessionMessage, changed: ChangedByMessages): Promise<boolean>
  rename(id: string, title: string): Promise<void>
  remove(id: string): Promise<void>
  /** Removes all of an owner and tells how many there were. */
  removeAll(owner: string | null): Promise<number>
  /** Removes the oldest of an owner, so that so many stay; one of them may be named that does, whatever its time. */
  keep(owner: string | null, most: number, stays?: string): Promise<void>
}
