import type { SessionMessage } from '@ollama-dashboard/contracts'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { StorageGuard } from '../storage/storage-guard.ts'
import type { ChatSessionRow, Tables } from '../storage/tables.ts'
import type { SessionRepository, StoredSession } from './session-repository.ts'
import {
  cutSession,
  folded,
  insertMessages,
  makeSearchable,
  messageOf,
  nextPosition,
  removeSessions,
  searchable,
  withoutNul,
} from './sql-session-messages.ts'

const columns = ['id', 'owner', 'title', 'model', 'created_at', 'updated_at', 'message_count'] as const

export function createSqlSessionRepository(db: Kysely<Tables>, guard: StorageGuard): SessionRepository {
  const inTransaction = (work: (transaction: Transaction<Tables>) => Promise<void>) =>
    guard.write(() => db.transaction().execute(work))

  return {
    async page({ scope, limit, before, model, text }) {
      let query = db.selectFrom('chat_sessions').select(columns)
      if (scope !== 'all') query = query.where('owner', '=', ownerText(scope.owner))
      if (model !== undefined) query = query.where(sql<boolean>`lower(model) = lower(${model})`)
      if (text !== undefined) query = query.where(sql<boolean>`search_text like ${containing(text)} escape '\\'`)
      if (before) {
        // One comparison of both, as the index has them.
        query = query.where(sql<boolean>`(updated_at, id) < (${before.updated_at}, ${before.id})`)
      }
      const page = query.orderBy('updated_at', 'desc').orderBy('id', 'desc').limit(limit)
      return (await guard.read(() => page.execute())).map(sessionOf)
    },

    async find(id) {
      const query = db.selectFrom('chat_sessions').select(columns).where('id', '=', id)
      const row = await guard.read(() => query.executeTakeFirst())
      return row ? sessionOf(row) : null
    },

    async messages(id) {
      const ofSession = db.selectFrom('chat_messages').where('session_id', '=', id).orderBy('position')
      const query = ofSession.select(['message', 'images'])
      return (await guard.read(() => query.execute())).map(messageOf)
    },

    async messagesWithoutImages(id) {
      const ofSession = db.selectFrom('chat_messages').where('session_id', '=', id).orderBy('position')
      const query = ofSession.select('message')
      return (await guard.read(() => query.execute())).map(({ message }) => JSON.parse(message))
    },

    async save({ id, owner, ...session }, messages) {
      let isSaved = false
      await inTransaction(async (transaction) => {
        const values = {
          ...session,
          ...named(session),
          message_count: messages.length,
          search_text: searchable([session.title, ...messages.map(({ content }) => content)]),
        }
        const saved = await transaction
          .insertInto('chat_sessions')
          .values({ id, owner: ownerText(owner), ...values })
          .onConflict((known) =>
            known.column('id').doUpdateSet(values).whereRef('chat_sessions.owner', '=', 'excluded.owner'),
          )
          .returning('id')
          .executeTakeFirst()
        isSaved = saved !== undefined
        if (!isSaved) return
        await transaction.deleteFrom('chat_messages').where('session_id', '=', id).execute()
        await insertMessages(transaction, id, 0, messages)
      })
      return isSaved
    },

    async append(id, messages, changed, { keep, exchange } = {}) {
      let isThere = false
      await inTransaction(async (transaction) => {
        if (keep !== undefined) await cutSession(transaction, id, keep)
        isThere = await addTo(transaction, id, messages, changed)
        if (!isThere) return
        await insertMessages(transaction, id, await nextPosition(transaction, id), messages, exchange)
        if (changed.title !== undefined) await makeSearchable(transaction, id, changed.title)
      })
      return isThere
    },

    async reply(id, exchange, message, changed) {
      let isThere = false
      await inTransaction(async (transaction) => {
        await waitForOthers(transaction, id)
        const question = await transaction
          .selectFrom('chat_messages')
          .select('position')
          .where('exchange', '=', exchange)
          .where('session_id', '=', id)
          .executeTakeFirst()
        isThere = question !== undefined
        if (!question) return
        await addTo(transaction, id, [message], changed)
        await insertMessages(transaction, id, question.position + 1, [message])
      })
      return isThere
    },

    rename: (id, title) =>
      inTransaction(async (transaction) => {
        await transaction.updateTable('chat_sessions').set(named({ title })).where('id', '=', id).execute()
        await makeSearchable(transaction, id, title)
      }),

    remove: (id) => inTransaction((transaction) => removeSessions(transaction, [id])),

    async removeAll(owner) {
      let removed = 0
      await inTransaction(async (transaction) => {
        const rows = await transaction
          .selectFrom('chat_sessions')
          .select('id')
          .where('owner', '=', ownerText(owner))
          .execute()
        removed = rows.length
        await removeSessions(
          transaction,
          rows.map(({ id }) => id),
        )
      })
      return removed
    },

    keep: (owner, most, stays = '') =>
      inTransaction(async (transaction) => {
        const old = await transaction
          .selectFrom('chat_sessions')
          .select('id')
          .where('owner', '=', ownerText(owner))
          .orderBy(sql`case when id = ${stays} then 0 else 1 end`)
          .orderBy('updated_at', 'desc')
          .orderBy('id', 'desc')
          .offset(most)
          .limit(1_000_000)
          .execute()
        await removeSessions(
          transaction,
          old.map(({ id }) => id),
        )
      }),
  }
}

/** Counts messages up and has them found. Done first: whoever adds at the same time waits here, and comes after. */
async function addTo(
  db: Transaction<Tables>,
  id: string,
  messages: readonly SessionMessage[],
  changed: { readonly updated_at: string; readonly model: string; readonly title?: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('chat_sessions')
    .set({
      ...changed,
      ...named(changed),
      message_count: sql`message_count + ${messages.length}`,
      search_text: sql`search_text || ${searchable(messages.map(({ content }) => content))}`,
    })
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** A change of nothing holds the session until the transaction ends, on either engine. */
async function waitForOthers(db: Transaction<Tables>, id: string): Promise<void> {
  await db.updateTable('chat_sessions').set({ message_count: sql`message_count` }).where('id', '=', id).execute()
}

/** A key's id is never empty. */
const ownerText = (owner: string | null): string => withoutNul(owner ?? '')

const named = ({ title, model }: { readonly title?: string; readonly model?: string }) => ({
  ...(title !== undefined && { title: withoutNul(title) }),
  ...(model !== undefined && { model: withoutNul(model) }),
})

/** Lower case by JavaScript, since engines do it for ASCII alone. */
const containing = (text: string): string => `%${folded(text).replace(/[\\%_]/g, '\\$&')}%`

const sessionOf = ({ owner, ...row }: Pick<ChatSessionRow, (typeof columns)[number]>): StoredSession => ({
  ...row,
  owner: owner === '' ? null : owner,
})
