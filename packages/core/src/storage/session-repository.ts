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
  readonly model?: string | undefined
  /** What title or messages have, in any case of letters. */
  readonly text?: string | undefined
}

/** Chat sessions. Every method fails with `storage_unavailable` when it cannot keep its promise. */
export interface SessionRepository {
  /** Newest first, and of those of one moment the greatest id. */
  page(query: SessionPageQuery): Promise<StoredSession[]>
  find(id: string): Promise<StoredSession | null>
  messages(id: string): Promise<SessionMessage[]>
  /** The same without their pictures, which are most of what a session weighs. */
  messagesWithoutImages(id: string): Promise<SessionMessage[]>
  /** Inserts a session with its messages, or replaces the one with its id. */
  save(session: StoredSession, messages: readonly SessionMessage[]): Promise<void>
  /** Adds messages at the end, or after the first `keep`, whose successors go; false where there is no such session. */
  append(
    id: string,
    messages: readonly SessionMessage[],
    changed: Pick<SessionSummary, 'updated_at' | 'model'> & Partial<Pick<SessionSummary, 'title'>>,
    keep?: number,
  ): Promise<boolean>
  rename(id: string, title: string): Promise<void>
  remove(ids: readonly string[]): Promise<void>
  /** Removes all of a scope and tells how many there were. */
  removeAll(scope: Scope): Promise<number>
  /** Removes the oldest of an owner, so that so many stay. */
  keep(owner: string | null, most: number): Promise<void>
}
