import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { folded } from '../../conversations/sql-session-messages.ts'

type Before = { chat_sessions: { id: string; search_text: string } }

/** What is searched was in lower case alone: now accents and the like make no difference either. */
export const searchFolding: Migration = {
  async up(db: Kysely<Before>) {
    // One after the other: all of them may be more than the memory holds.
    for (const { id } of await db.selectFrom('chat_sessions').select('id').execute()) {
      const session = db.selectFrom('chat_sessions').select('search_text').where('id', '=', id)
      const { search_text: before } = await session.executeTakeFirstOrThrow()
      const search_text = folded(before)
      if (search_text === before) continue
      await db.updateTable('chat_sessions').set({ search_text }).where('id', '=', id).execute()
    }
  },
}
