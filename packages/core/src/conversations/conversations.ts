import type {
  Conversation,
  ConversationMessage,
  ConversationPage,
  ConversationSummary,
} from '@ollama-dashboard/contracts'
import type { CallContext } from '../kernel/call-context.ts'
import type { Finding } from '../kernel/contributions.ts'
import type { ReplyClaims } from './claims/reply-claims.ts'
import type { ConversationExchanges } from './conversation-exchanges.ts'
import type { ConversationRepository } from './conversation-repository.ts'
import type { ConversationChange } from './conversation-table.ts'
import type { HistoryExportOptions } from './history/history-export.ts'

export interface PageQuery {
  readonly limit?: number
  readonly before?: string
  readonly model?: string
  readonly q?: string
}

export interface ConversationInput {
  readonly id: string
}

export interface ImportedConversations {
  readonly imported: number
  readonly skipped: number
}

export interface NewConversation {
  readonly id?: string
  readonly title?: string
  /** As it is when absent. */
  readonly pinned?: boolean
  readonly model: string
  /** So many of the first messages of a conversation come before these. */
  readonly from?: { readonly id: string; readonly messages: number }
  readonly messages: readonly ConversationMessage[]
}

/** Conversations that are kept, each of the key that made it. Another key's is `session_not_found`. */
export interface Conversations extends ConversationExchanges, AsyncDisposable {
  page(context: CallContext, query: PageQuery): Promise<ConversationPage>
  find(context: CallContext, input: ConversationInput): Promise<Conversation>
  /** Throws `session_not_found` where a caller may not read it. */
  expectAccess(context: CallContext, input: ConversationInput): Promise<void>
  /** Replaces the one with its id. The oldest of the key go when there are too many. */
  save(context: CallContext, conversation: NewConversation): Promise<string>
  /** Throws `too_many_pinned` where as many are pinned as are kept. */
  update(context: CallContext, input: ConversationInput & ConversationChange): Promise<ConversationSummary>
  remove(context: CallContext, input: ConversationInput): Promise<void>
  /** Deletes only the chats of the key itself, even for an admin. Resolves with their number. */
  removeAll(context: CallContext): Promise<number>
  /** Entries of a file of chats; those that are here already stay as they are, and older ones than are kept stay away. */
  importAll(context: CallContext, input: { readonly entries: readonly unknown[] }): Promise<ImportedConversations>
  health(): readonly Finding[]
  /** Which replica writes which reply. */
  readonly claims: ReplyClaims
}

export interface ConversationsOptions extends HistoryExportOptions {
  /** What is shown and changed, where that is more than the storage has: the file has only what the storage has. */
  readonly shown?: ConversationRepository
  /** Of this process alone when absent. */
  readonly claims?: ReplyClaims
}
