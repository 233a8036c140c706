import type { ConversationMessage, ConversationSummary } from '@ollama-dashboard/contracts'
import type { Transaction } from 'kysely'
import type { RepositoryOptions } from '../storage/stored-entity.ts'
import {
  addTo,
  cutConversation,
  exchangeAt,
  insertMessages,
  makeSearchable,
  messageOf,
  named,
  nextPosition,
  putReply,
} from './conversation-messages.ts'
import { removeAllOf, removeConversations, removeOldest } from './conversation-removal.ts'
import type {
  AppendOptions,
  ConversationChange,
  ConversationPageQuery,
  ConversationTables,
  Scope,
  StoredConversation,
} from './conversation-table.ts'
import {
  columns,
  conversationOf,
  firstMessages,
  modelsQuery,
  ownerText,
  pageQuery,
} from './search/conversation-queries.ts'
import { searchable } from './search/search-text.ts'

type ChangedByMessages = Pick<ConversationSummary, 'updated_at' | 'model'>

/** Conversations. */
export type ConversationRepository = ReturnType<typeof createConversationRepository>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
export function createConversationRepository({ db, guard }: RepositoryOptions<ConversationTables>) {
  const inTransaction = (work: (transaction: Transaction<ConversationTables>) => Promise<void>) =>
    guard.write(() => db.transaction().execute(work))
  const messagesOf = (id: string) =>
    db.selectFrom('chat_messages').where('conversation_id', '=', id).orderBy('position')

  return {
    /** The pinned ones first, then newest first, and of those of one moment the greatest id. */
    async page(wanted: ConversationPageQuery): Promise<StoredConversation[]> {
      const page = pageQuery(db, wanted).select(columns)
      return (await guard.read(() => page.execute())).map(conversationOf)
    },

    models: async (scope: Scope): Promise<string[]> =>
      (await guard.read(() => modelsQuery(db, scope).execute())).map(({ model }) => model),

    async find(id: string): Promise<StoredConversation | null> {
      const query = db.selectFrom('conversations').select(columns).where('id', '=', id)
      const row = await guard.read(() => query.executeTakeFirst())
      return row ? conversationOf(row) : null
    },

    async messages(id: string): Promise<ConversationMessage[]> {
      const query = messagesOf(id).select(['message', 'images'])
      return (await guard.read(() => query.execute())).map(messageOf)
    },

    /** Pictures are most of what a conversation weighs. */
    async messagesWithoutImages(id: string): Promise<ConversationMessage[]> {
      const query = messagesOf(id).select('message')
      return (await guard.read(() => query.execute())).map(({ message }) => JSON.parse(message))
    },

    /** What was said, from the beginning on, until there is so much of it: with the message that has the last of it. */
    async firstContents(id: string, characters: number): Promise<string[]> {
      const first = firstMessages(db, id, characters)
      const rows = await guard.read(() => first.execute())
      return rows.map(({ message }) => (JSON.parse(message) as ConversationMessage).content)
    },

    /** Inserts a conversation with its messages, or replaces the one with its id; false where that is another owner's. */
    async save(
      { id, owner, ...conversation }: StoredConversation,
      messages: readonly ConversationMessage[],
    ): Promise<boolean> {
      let isSaved = false
      await inTransaction(async (transaction) => {
        const values = {
          ...conversation,
          ...named(conversation),
          pinned: Number(conversation.pinned),
          message_count: messages.length,
          search_text: searchable([conversation.title, ...messages.map(({ content }) => content)]),
        }
        const saved = await transaction
          .insertInto('conversations')
          .values({ id, owner: ownerText(owner), ...values })
          .onConflict((known) =>
            known.column('id').doUpdateSet(values).whereRef('conversations.owner', '=', 'excluded.owner'),
          )
          .returning('id')
          .executeTakeFirst()
        isSaved = saved !== undefined
        if (!isSaved) return
        await transaction.deleteFrom('chat_messages').where('conversation_id', '=', id).execute()
        await insertMessages(transaction, id, 0, messages)
      })
      return isSaved
    },

    /** Adds messages at the end; false where there is no such conversation. */
    async append(
      id: string,
      messages: readonly ConversationMessage[],
      changed: ChangedByMessages & Partial<Pick<ConversationSummary, 'title'>>,
      { keep, exchange }: AppendOptions = {},
    ): Promise<boolean> {
      let isThere = false
      await inTransaction(async (transaction) => {
        if (keep !== undefined) await cutConversation(transaction, id, keep)
        const title = await addTo(transaction, id, messages, changed)
        if (title === null) return
        isThere = true
        await insertMessages(transaction, id, await nextPosition(transaction, id), messages, exchange)
        if (changed.title !== undefined) await makeSearchable(transaction, id, title)
      })
      return isThere
    },

    /** The exchange of the reply at an index, which `reply` finds it by: a fresh one where it has none. Null where it cannot have one. */
    async exchangeOf(id: string, index: number, fresh: string): Promise<string | null> {
      let exchange: string | null = null
      await inTransaction(async (transaction) => {
        exchange = await exchangeAt(transaction, { id, index, fresh })
      })
      return exchange
    },

    /** How many messages stand before the one that begins an exchange; null where that is there no more. */
    async indexOf(id: string, exchange: string): Promise<number | null> {
      const ofConversation = db.selectFrom('chat_messages').where('conversation_id', '=', id)
      const begins = await guard.read(() =>
        ofConversation.select('position').where('exchange', '=', exchange).executeTakeFirst(),
      )
      if (!begins) return null
      const before = ofConversation.where('position', '<', begins.position).select(db.fn.countAll().as('count'))
      return Number((await guard.read(() => before.executeTakeFirstOrThrow())).count)
    },

    /**
     * Puts a message right behind those of its exchange, in place of what was put there before; false where they, or the
     * conversation, are there no more. A draft is found by what its first version said.
     */
    async reply(
      id: string,
      exchange: string,
      message: ConversationMessage,
      changed: ChangedByMessages,
      { isDraft = false } = {},
    ): Promise<boolean> {
      let isThere = false
      await inTransaction(async (transaction) => {
        isThere = await putReply(transaction, { id, exchange, message, changed, isDraft })
      })
      return isThere
    },

    change: (id: string, { title, pinned }: ConversationChange): Promise<void> =>
      inTransaction(async (transaction) => {
        const values = {
          ...(title !== undefined && named({ title })),
          ...(pinned !== undefined && { pinned: Number(pinned) }),
        }
        await transaction.updateTable('conversations').set(values).where('id', '=', id).execute()
        if (title !== undefined) await makeSearchable(transaction, id, title)
      }),

    async countPinned(owner: string | null): Promise<number> {
      const ofOwner = db.selectFrom('conversations').where('owner', '=', ownerText(owner)).where('pinned', '=', 1)
      const { count } = await guard.read(() => ofOwner.select(db.fn.countAll().as('count')).executeTakeFirstOrThrow())
      return Number(count)
    },

    remove: (id: string): Promise<void> => inTransaction((transaction) => removeConversations(transaction, [id])),

    /** Removes all of an owner, or those with some models, and tells how many there were. */
    async removeAll(owner: string | null, models?: readonly string[]): Promise<number> {
      let removed = 0
      await inTransaction(async (transaction) => {
        removed = await removeAllOf(transaction, owner, models)
      })
      return removed
    },

    /** Removes the oldest of an owner, so that `max` stay; one may be named that does, whatever its time. Pinned ones always do. */
    keep: (owner: string | null, max: number, stays = ''): Promise<void> =>
      inTransaction((transaction) => removeOldest(transaction, { owner, max, stays })),
  }
}
