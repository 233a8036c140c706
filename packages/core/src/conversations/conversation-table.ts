import type { ConversationSummary } from '@ollama-dashboard/contracts'
import { sql } from 'kysely'
import type { StoredEntity } from '../storage/stored-entity.ts'
import type { ConversationPlace } from './conversation-cursor.ts'
import { createConversationRepository } from './conversation-repository.ts'

export interface ConversationTables {
  conversations: ConversationRow
  chat_messages: ChatMessageRow
}

export interface ConversationRow {
  id: string
  /** A key's id; empty where no key is asked for. */
  owner: string
  title: string
  model: string
  created_at: string
  updated_at: string
  message_count: number
  /** 1 where it is pinned, otherwise 0: SQLite has no booleans. */
  pinned: number
  /** Titles and messages, folded. */
  search_text: string
}

export interface ChatMessageRow {
  conversation_id: string
  /** In the order of the conversation, with gaps. */
  position: number
  /** JSON, without its pictures. */
  message: string
  /** Which one a question began, that its reply may find it: the place behind it is kept free. Null for others. */
  exchange: string | null
  /** JSON; null where there are none. */
  images: string | null
}

/** A conversation and whose it is: a key's id, or nothing where no key is asked for. */
export interface StoredConversation extends ConversationSummary {
  readonly owner: string | null
}

/** Whose conversations are meant: everybody's, or those of one key. */
export type Scope = 'all' | { readonly owner: string | null }

export interface ConversationPageQuery {
  readonly scope: Scope
  readonly limit: number
  /** The last one of the page before. */
  readonly before?: ConversationPlace | undefined
  /** Model name as listed by Ollama; case-insensitive. */
  readonly model?: string | undefined
  /** Of these models alone, as their conversations name them; of all when absent. */
  readonly models?: readonly string[] | undefined
  /** What title or messages have, in any case of letters. */
  readonly text?: string | undefined
}

/** What a person changes of a conversation, or a caller of the API. */
export type ConversationChange = Partial<Pick<ConversationSummary, 'title' | 'pinned'>>

export interface AppendOptions {
  /** After so many of the messages there are, whose successors go; after all when absent. */
  readonly keep?: number | undefined
  /** Begins one, of which these are the question: `reply` finds them by it. Never used twice. */
  readonly exchange?: string | null
}

export const conversations = {
  open: createConversationRepository,
  async firstRelease(db) {
    await db.schema
      .createTable('conversations')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('owner', 'text', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addColumn('message_count', 'integer', (column) => column.notNull())
      .addColumn('pinned', 'integer', (column) => column.notNull())
      .addColumn('search_text', 'text', (column) => column.notNull())
      .execute()
    await db.schema
      .createTable('chat_messages')
      .addColumn('conversation_id', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('message', 'text', (column) => column.notNull())
      .addColumn('exchange', 'text')
      // Last: SQLite reads a row from its beginning, and need not read megabytes to find the columns before.
      .addColumn('images', 'text')
      .addPrimaryKeyConstraint('chat_messages_of', ['conversation_id', 'position'])
      .execute()
    await db.schema
      .createIndex('conversations_of_owner')
      .on('conversations')
      .columns(['owner', 'pinned', 'updated_at', 'id'])
      .execute()
    await db.schema
      .createIndex('conversations_by_time')
      .on('conversations')
      .columns(['pinned', 'updated_at', 'id'])
      .execute()
    // One model has one name, in any case of letters.
    await sql`create index conversations_of_model on conversations (lower(model), pinned, updated_at, id)`.execute(db)
    await db.schema
      .createIndex('chat_messages_of_exchange')
      .on('chat_messages')
      .column('exchange')
      .where('exchange', 'is not', null)
      .execute()
  },
} satisfies StoredEntity<ConversationTables>
