import { sql, type Transaction } from 'kysely'
import type { ConversationTables } from './conversation-table.ts'
import { ownerText } from './search/conversation-queries.ts'

/** Both engines accept over 30,000 values per statement. */
const idsPerStatement = 500

export async function removeConversations(db: Transaction<ConversationTables>, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += idsPerStatement) {
    const some = ids.slice(from, from + idsPerStatement)
    await db.deleteFrom('conversations').where('id', 'in', some).execute()
    // Whoever added a message meanwhile was waited for.
    await db.deleteFrom('chat_messages').where('conversation_id', 'in', some).execute()
  }
}

/** Resolves with how many there were. */
export async function removeAllOf(
  db: Transaction<ConversationTables>,
  owner: string | null,
  models?: readonly string[],
): Promise<number> {
  const all = db.selectFrom('conversations').select('id').where('owner', '=', ownerText(owner))
  const rows = await (models ? all.where('model', 'in', models) : all).execute()
  await removeConversations(
    db,
    rows.map(({ id }) => id),
  )
  return rows.length
}

export interface RemoveOldest {
  readonly owner: string | null
  /** So many stay, and all that are pinned. */
  readonly max: number
  /** One that stays, whatever its time. */
  readonly stays: string
}

export async function removeOldest(
  db: Transaction<ConversationTables>,
  { owner, max, stays }: RemoveOldest,
): Promise<void> {
  const old = await db
    .selectFrom('conversations')
    .select(['id', 'pinned', 'updated_at'])
    .where('owner', '=', ownerText(owner))
    .orderBy(sql`case when id = ${stays} then 0 else 1 end`)
    .orderBy('pinned', 'desc')
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .offset(max)
    .limit(1_000_000)
    .execute()
  const due = old.filter(({ pinned }) => pinned === 0)
  for (let from = 0; from < due.length; from += idsPerStatement) {
    const some = due.slice(from, from + idsPerStatement)
    // One that was pinned or went on since it was read stays. They are sorted by their time, the newest first.
    const removed = await db
      .deleteFrom('conversations')
      .where(
        'id',
        'in',
        some.map(({ id }) => id),
      )
      .where('pinned', '=', 0)
      .where('updated_at', '<=', due[0]?.updated_at ?? '')
      .returning('id')
      .execute()
    if (removed.length === 0) continue
    const ids = removed.map(({ id }) => id)
    await db.deleteFrom('chat_messages').where('conversation_id', 'in', ids).execute()
  }
}
