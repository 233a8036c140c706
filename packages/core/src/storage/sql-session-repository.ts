import type { SessionMessage } from '@ollama-dashboard/contracts'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { SessionRepository, StoredSession } from './session-repository.ts'
import type { StorageGuard } from './storage-guard.ts'
import type { ChatSessionRow, Tables } from './tables.ts'

const columns = ['id', 'owner', 'title', 'model', 'created_at', 'updated_at', 'message_count'] as const

export function createSqlSessionRepository(db: Kysely<Tables>, guard: StorageGuard): SessionRepository {
  const inTransaction = (work: (transaction: Transaction<Tables>) => Promise<void>) =>
    guard.write(() => db.transaction().execute(work))

  return {
    async page({ scope, limit, before, model, text }) {
      let query = db.selectFrom('chat_sessions').select(columns)
      if (scope !== 'all') query = query.where('owner', '=', ownerText(scope.owner))
      if (model !== undefined) query = query.where('model', '=', model)
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
      const query = db.selectFrom('chat_messages').select('message').where('session_id', '=', id).orderBy('position')
      return (await guard.read(() => query.execute())).map(({ message }) => JSON.parse(message))
    },

    save: ({ id, owner, ...session }, messages) =>
      inTransaction(async (transaction) => {
        const values = {
          ...session,
          ...named(session),
          owner: ownerText(owner),
          message_count: messages.length,
          search_text: searchable([session.title, ...messages.map(({ content }) => content)]),
        }
        await transaction
          .insertInto('chat_sessions')
          .values({ id, ...values })
          .onConflict((known) => known.column('id').doUpdateSet(values))
          .execute()
        await transaction.deleteFrom('chat_messages').where('session_id', '=', id).execute()
        await insertMessages(transaction, id, 0, messages)
      }),

    async append(id, messages, changed, keep) {
      let isThere = false
      await inTransaction(async (transaction) => {
        if (keep !== undefined) await cutSession(transaction, id, keep)
        // Counted up first: whoever appends at the same time waits here, and gets the places after.
        const counted = await transaction
          .updateTable('chat_sessions')
          .set({
            ...changed,
            ...named(changed),
            message_count: sql`message_count + ${messages.length}`,
            search_text: sql`search_text || ${searchable(messages.map(({ content }) => content))}`,
          })
          .where('id', '=', id)
          .returning('message_count')
          .executeTakeFirst()
        isThere = counted !== undefined
        if (!counted) return
        await insertMessages(transaction, id, counted.message_count - messages.length, messages)
        if (changed.title !== undefined) await makeSearchable(transaction, id, changed.title)
      })
      return isThere
    },

    rename: (id, title) =>
      inTransaction(async (transaction) => {
        await transaction.updateTable('chat_sessions').set(named({ title })).where('id', '=', id).execute()
        await makeSearchable(transaction, id, title)
      }),

    async remove(ids) {
      if (ids.length > 0) await inTransaction((transaction) => removeSessions(transaction, ids))
    },

    async removeAll(scope) {
      let removed = 0
      await inTransaction(async (transaction) => {
        let query = transaction.selectFrom('chat_sessions').select('id')
        if (scope !== 'all') query = query.where('owner', '=', ownerText(scope.owner))
        const ids = (await query.execute()).map(({ id }) => id)
        removed = ids.length
        await removeSessions(transaction, ids)
      })
      return removed
    },

    keep: (owner, most) =>
      inTransaction(async (transaction) => {
        const old = await transaction
          .selectFrom('chat_sessions')
          .select('id')
          .where('owner', '=', ownerText(owner))
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

/** So many parameters a statement may have on either engine, and more. */
const mostAtOnce = 500

async function insertMessages(
  db: Transaction<Tables>,
  session_id: string,
  first: number,
  messages: readonly SessionMessage[],
): Promise<void> {
  const rows = messages.map((message, index) => ({
    session_id,
    position: first + index,
    message: JSON.stringify(message),
  }))
  for (let from = 0; from < rows.length; from += mostAtOnce)
    await db
      .insertInto('chat_messages')
      .values(rows.slice(from, from + mostAtOnce))
      .execute()
}

/** Takes away what comes after the first messages, from what is searched too. */
async function cutSession(db: Transaction<Tables>, id: string, keep: number): Promise<void> {
  // Changed first, as in `append`: whoever adds at the same time waits here.
  const cut = await db
    .updateTable('chat_sessions')
    .set({ message_count: keep })
    .where('id', '=', id)
    .where('message_count', '>', keep)
    .returning('title')
    .executeTakeFirst()
  if (!cut) return
  await db.deleteFrom('chat_messages').where('session_id', '=', id).where('position', '>=', keep).execute()
  await makeSearchable(db, id, cut.title)
}

/** Of a session that has lost words, so that they are not found any more. */
async function makeSearchable(db: Transaction<Tables>, id: string, title: string): Promise<void> {
  const kept = await db.selectFrom('chat_messages').select('message').where('session_id', '=', id).execute()
  const contents = kept.map(({ message }) => (JSON.parse(message) as SessionMessage).content)
  const search_text = searchable([title, ...contents])
  await db.updateTable('chat_sessions').set({ search_text }).where('id', '=', id).execute()
}

async function removeSessions(db: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += mostAtOnce) {
    const some = ids.slice(from, from + mostAtOnce)
    await db.deleteFrom('chat_messages').where('session_id', 'in', some).execute()
    await db.deleteFrom('chat_sessions').where('id', 'in', some).execute()
  }
}

/** A key's id is never empty. */
const ownerText = (owner: string | null): string => owner ?? ''

/** PostgreSQL takes no NUL, but within JSON. */
const withoutNul = (text: string): string => text.replaceAll('\0', ' ')

const named = ({ title, model }: { readonly title?: string; readonly model?: string }) => ({
  ...(title !== undefined && { title: withoutNul(title) }),
  ...(model !== undefined && { model: withoutNul(model) }),
})

/** Lower case by JavaScript, since engines do it for ASCII alone. */
const folded = (text: string): string => withoutNul(text).toLowerCase()

/** A newline keeps words of two texts apart. */
const searchable = (texts: readonly string[]): string => texts.map((text) => `${folded(text)}\n`).join('')

const containing = (text: string): string => `%${folded(text).replace(/[\\%_]/g, '\\$&')}%`

const sessionOf = ({ owner, ...row }: Pick<ChatSessionRow, (typeof columns)[number]>): StoredSession => ({
  ...row,
  owner: owner === '' ? null : owner,
})
