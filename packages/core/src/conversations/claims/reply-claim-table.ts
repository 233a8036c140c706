import type { ConversationMessage } from '@ollama-dashboard/contracts'
import { sql } from 'kysely'
import type { RepositoryOptions, StoredEntity } from '../../storage/stored-entity.ts'

export interface ReplyClaimTables {
  reply_claims: ReplyClaimRow
}

interface ReplyClaimRow {
  conversation: string
  reply: string
  replica: string
  /** JSON; null until the question is on its way into the conversation. */
  told: string | null
  /** 1 once somebody wants it stopped. */
  is_stopping: number
  /** Milliseconds since the epoch, by the clock of the database. */
  until: number
}

/** What other replicas tell of a reply that is coming. */
export interface ToldReply {
  readonly model: string
  readonly started_at: string
  readonly continues: boolean
  /** Where its question is, as in `QuestionPlace`. */
  readonly question:
    | { readonly exchange: string | null }
    | { readonly keep?: number | undefined; readonly messages: readonly ConversationMessage[] }
}

/** The reply that a conversation waits for, or waited for at last. */
export interface ReplyClaim {
  readonly reply: string
  readonly replica: string
  readonly told: ToldReply | null
  /** It has ended, or its replica has not been heard of for some seconds. */
  readonly isOver: boolean
}

export type ReplyClaimRepository = ReturnType<typeof createReplyClaimRepository>

/** Of the database, so that the clocks of the replicas need not agree. */
const now = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
/** Whoever begins to follow a reply that has just ended still finds the replica that knows why. */
const keptMs = 60_000

/** For PostgreSQL alone: a storage on SQLite has one process. Every method throws `storage_unavailable`. */
function createReplyClaimRepository({ db, guard }: RepositoryOptions<ReplyClaimTables>) {
  const until = (validMs: number) => sql<number>`${now} + ${validMs}::bigint`

  return {
    /** False while another reply is coming there. */
    async claim(conversation: string, reply: string, replica: string, validMs: number): Promise<boolean> {
      const values = { reply, replica, told: null, is_stopping: 0, until: until(validMs) }
      const insert = db
        .insertInto('reply_claims')
        .values({ conversation, ...values })
        .onConflict((known) => known.column('conversation').doUpdateSet(values).where('reply_claims.until', '<=', now))
        .returning('reply')
      return guard.write(async () => {
        await db.deleteFrom('reply_claims').where('until', '<', sql<number>`${now} - ${keptMs}::bigint`).execute()
        return (await insert.executeTakeFirst()) !== undefined
      })
    },

    /** Those that are still claimed, and whether somebody wants them stopped. */
    async renew(replies: readonly string[], validMs: number): Promise<{ reply: string; isStopping: boolean }[]> {
      const renew = db
        .updateTable('reply_claims')
        .set({ until: until(validMs) })
        .where('reply', 'in', replies)
      const rows = await guard.write(() => renew.returning(['reply', 'is_stopping']).execute())
      return rows.map(({ reply, is_stopping }) => ({ reply, isStopping: is_stopping === 1 }))
    },

    async tell(reply: string, told: ToldReply): Promise<void> {
      const update = db
        .updateTable('reply_claims')
        .set({ told: JSON.stringify(told) })
        .where('reply', '=', reply)
      await guard.write(() => update.execute())
    },

    async end(reply: string): Promise<void> {
      await guard.write(() => db.updateTable('reply_claims').set({ until: now }).where('reply', '=', reply).execute())
    },

    async stop(reply: string): Promise<void> {
      await guard.write(() =>
        db.updateTable('reply_claims').set({ is_stopping: 1 }).where('reply', '=', reply).execute(),
      )
    },

    async find(conversation: string): Promise<ReplyClaim | null> {
      const query = db
        .selectFrom('reply_claims')
        .select(['reply', 'replica', 'told', sql<boolean>`until <= ${now}`.as('isOver')])
        .where('conversation', '=', conversation)
      const row = await guard.read(() => query.executeTakeFirst())
      return row ? { ...row, told: row.told === null ? null : (JSON.parse(row.told) as ToldReply) } : null
    },
  }
}

export const replyClaims = {
  open: createReplyClaimRepository,
  migrations: {
    '0010-reply-claims': {
      usableSince: '0008-rules',
      async up({ schema }) {
        await schema
          .createTable('reply_claims')
          .addColumn('conversation', 'text', (column) => column.primaryKey())
          .addColumn('reply', 'text', (column) => column.notNull().unique())
          .addColumn('replica', 'text', (column) => column.notNull())
          .addColumn('told', 'text')
          .addColumn('is_stopping', 'integer', (column) => column.notNull())
          .addColumn('until', 'bigint', (column) => column.notNull())
          .execute()
      },
    },
  },
} satisfies StoredEntity<ReplyClaimTables>
