import { type Kysely, sql } from 'kysely'
import type {
  ConversationPageQuery,
  ConversationRow,
  ConversationTables,
  Scope,
  StoredConversation,
} from '../conversation-table.ts'
import { containing, withoutNul } from './search-text.ts'

/** What is read of a conversation: all but its text. */
export const columns = ['id', 'owner', 'title', 'model', 'created_at', 'updated_at', 'message_count', 'pinned'] as const

/** Conversations: the pinned ones first, then newest first, and of those of one moment the greatest id. */
export function pageQuery(
  db: Kysely<ConversationTables>,
  { scope, limit, before, model, models, text }: ConversationPageQuery,
) {
  let query = db.selectFrom('conversations')
  if (scope !== 'all') query = query.where('owner', '=', ownerText(scope.owner))
  if (model !== undefined) query = query.where(sql<boolean>`lower(model) = lower(${model})`)
  if (models !== undefined) query = query.where('model', 'in', models)
  if (text !== undefined) query = query.where(sql<boolean>`search_text like ${containing(text)} escape '\\'`)
  if (before) {
    // One comparison of all, as the index has them.
    const place = sql`(${Number(before.pinned)}, ${before.updated_at}, ${before.id})`
    query = query.where(sql<boolean>`(pinned, updated_at, id) < ${place}`)
  }
  return query.orderBy('pinned', 'desc').orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(limit)
}

/** The models that conversations are with, each once. */
export function modelsQuery(db: Kysely<ConversationTables>, scope: Scope) {
  const all = db.selectFrom('conversations').select('model').distinct()
  return scope === 'all' ? all : all.where('owner', '=', ownerText(scope.owner))
}

/** Messages from the beginning on, until there is so much of them: with the one that has the last of it. */
export function firstMessages(db: Kysely<ConversationTables>, id: string, characters: number) {
  const before = sql<number>`sum(length(message)) over (order by position) - length(message)`
  const counted = db.selectFrom('chat_messages').where('conversation_id', '=', id)
  return db
    .selectFrom(counted.select(['position', 'message', before.as('before')]).as('counted'))
    .select('message')
    .where('before', '<', characters)
    .orderBy('position')
}

/** A key's id is never empty. */
export const ownerText = (owner: string | null): string => withoutNul(owner ?? '')

export const conversationOf = ({
  owner,
  pinned,
  ...row
}: Pick<ConversationRow, (typeof columns)[number]>): StoredConversation => ({
  ...row,
  pinned: pinned === 1,
  owner: owner === '' ? null : owner,
})
