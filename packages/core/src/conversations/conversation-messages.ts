import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { sql, type Transaction } from 'kysely'
import type { ChatMessageRow, ConversationTables } from './conversation-table.ts'
import { untitled } from './conversation-title.ts'
import { searchable, withoutNul } from './search/search-text.ts'

/** Rows of five values each: both engines accept over 30,000 values per statement. */
const rowsPerStatement = 500

export const messageOf = ({ message, images }: Pick<ChatMessageRow, 'message' | 'images'>): ConversationMessage => ({
  ...JSON.parse(message),
  ...(images !== null && { images: JSON.parse(images) }),
})

/** The last of them begins the exchange, if there is one. */
export async function insertMessages(
  db: Transaction<ConversationTables>,
  conversation_id: string,
  first: number,
  messages: readonly ConversationMessage[],
  exchange: string | null = null,
): Promise<void> {
  const rows = messages.map(({ images, ...message }, index) => ({
    conversation_id,
    position: first + index,
    message: JSON.stringify(message),
    exchange: index === messages.length - 1 ? exchange : null,
    images: images ? JSON.stringify(images) : null,
  }))
  for (let from = 0; from < rows.length; from += rowsPerStatement)
    await db
      .insertInto('chat_messages')
      .values(rows.slice(from, from + rowsPerStatement))
      .execute()
}

/** The place after the last message, and after the one that is kept free for the reply to it. */
export async function nextPosition(db: Transaction<ConversationTables>, conversation_id: string): Promise<number> {
  const last = await db
    .selectFrom('chat_messages')
    .select(['position', 'exchange'])
    .where('conversation_id', '=', conversation_id)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return 0
  return last.position + (last.exchange === null ? 1 : 2)
}

/**
 * The exchange that the message at an index is the reply of. Where its question has none, as in a conversation that was
 * saved, it gets the given one. Null where the place of its reply is another.
 */
export async function exchangeAt(
  db: Transaction<ConversationTables>,
  { id, index, fresh }: { readonly id: string; readonly index: number; readonly fresh: string },
): Promise<string | null> {
  if (index === 0) return null
  await waitForOthers(db, id)
  const [question, reply] = await db
    .selectFrom('chat_messages')
    .select(['position', 'exchange'])
    .where('conversation_id', '=', id)
    .orderBy('position')
    .offset(index - 1)
    .limit(2)
    .execute()
  if (!question || reply?.position !== question.position + 1) return null
  if (question.exchange !== null) return question.exchange
  await db
    .updateTable('chat_messages')
    .set({ exchange: fresh })
    .where('conversation_id', '=', id)
    .where('position', '=', question.position)
    .execute()
  return fresh
}

/** Takes away what comes after the first messages, from what is searched too. */
export async function cutConversation(db: Transaction<ConversationTables>, id: string, keep: number): Promise<void> {
  // Also where there is nothing to cut yet: what another one adds meanwhile comes before it, or after.
  await waitForOthers(db, id)
  const cut = await db
    .updateTable('conversations')
    .set({ message_count: keep })
    .where('id', '=', id)
    .where('message_count', '>', keep)
    .returning('title')
    .executeTakeFirst()
  if (!cut) return
  const ofConversation = db.selectFrom('chat_messages').select('position').where('conversation_id', '=', id)
  const first = await ofConversation.orderBy('position').offset(keep).limit(1).executeTakeFirst()
  if (!first) return
  await db
    .deleteFrom('chat_messages')
    .where('conversation_id', '=', id)
    .where('position', '>=', first.position)
    .execute()
  await makeSearchable(db, id, cut.title)
}

/** Of a conversation that has lost words, so that they are not found any more. */
export async function makeSearchable(db: Transaction<ConversationTables>, id: string, title: string): Promise<void> {
  const kept = await db.selectFrom('chat_messages').select('message').where('conversation_id', '=', id).execute()
  const contents = kept.map(({ message }) => (JSON.parse(message) as ConversationMessage).content)
  const search_text = searchable([title, ...contents])
  await db.updateTable('conversations').set({ search_text }).where('id', '=', id).execute()
}

/**
 * Counts messages up and has them found. Done first: whoever adds at the same time waits here, and comes after. Resolves
 * with the title, which is the given one where nobody has called it something meanwhile; null where it is gone.
 */
export async function addTo(
  db: Transaction<ConversationTables>,
  id: string,
  messages: readonly ConversationMessage[],
  changed: { readonly updated_at: string; readonly model: string; readonly title?: string },
): Promise<string | null> {
  const { title } = named(changed)
  const updated = await db
    .updateTable('conversations')
    .set({
      ...changed,
      ...named(changed),
      ...(title !== undefined && { title: sql`case when title = ${untitled} then ${title} else title end` }),
      message_count: sql`message_count + ${messages.length}`,
      search_text: sql`search_text || ${searchable(messages.map(({ content }) => content))}`,
    })
    .where('id', '=', id)
    .returning('title')
    .executeTakeFirst()
  return updated?.title ?? null
}

/** Has what stands in it now found, where a message took the place of another. */
async function replaceIn(
  db: Transaction<ConversationTables>,
  id: string,
  changed: { readonly updated_at: string; readonly model: string },
): Promise<void> {
  const { title } = await db
    .updateTable('conversations')
    .set({ ...changed, ...named(changed) })
    .where('id', '=', id)
    .returning('title')
    .executeTakeFirstOrThrow()
  await makeSearchable(db, id, title)
}

/** A change of nothing holds the conversation until the transaction ends, on either engine. */
async function waitForOthers(db: Transaction<ConversationTables>, id: string): Promise<void> {
  await db.updateTable('conversations').set({ message_count: sql`message_count` }).where('id', '=', id).execute()
}

export const named = ({ title, model }: { readonly title?: string; readonly model?: string }) => ({
  ...(title !== undefined && { title: withoutNul(title) }),
  ...(model !== undefined && { model: withoutNul(model) }),
})

export interface PutReply {
  /** Of the conversation. */
  readonly id: string
  readonly exchange: string
  readonly message: ConversationMessage
  readonly changed: { readonly updated_at: string; readonly model: string }
  readonly isDraft: boolean
}

/** Puts a message right behind those of its exchange, in place of a draft that is there; false where its question is there no more. */
export async function putReply(
  db: Transaction<ConversationTables>,
  { id, exchange, message, changed, isDraft }: PutReply,
): Promise<boolean> {
  await waitForOthers(db, id)
  const question = await db
    .selectFrom('chat_messages')
    .select('position')
    .where('exchange', '=', exchange)
    .where('conversation_id', '=', id)
    .executeTakeFirst()
  if (!question) return false
  const place = question.position + 1
  const { numDeletedRows: drafts } = await db
    .deleteFrom('chat_messages')
    .where('conversation_id', '=', id)
    .where('position', '=', place)
    .executeTakeFirst()
  await insertMessages(db, id, place, [message])
  if (drafts === 0n) await addTo(db, id, [message], changed)
  // All of the conversation is read for it: once, when the reply is whole.
  else if (!isDraft) await replaceIn(db, id, changed)
  return true
}
