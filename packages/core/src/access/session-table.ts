import type { RepositoryOptions, StoredEntity } from '../storage/stored-entity.ts'

export interface SessionTables {
  sessions: StoredSession
}

/** A browser that is signed in. Neither its token nor its key can be read from it. Times are RFC 3339 in UTC. */
export interface StoredSession {
  /** SHA-256 of the token, in hex. */
  readonly id: string
  /** SHA-256 of the key that it was begun with, in hex. */
  readonly key_hash: string
  readonly created_at: string
  /** To the minute. */
  readonly last_seen_at: string
}

/** Sessions begun or seen before these times have ended. */
export interface SessionEnds {
  readonly createdBefore: string
  readonly seenBefore: string
}

export type SessionRepository = ReturnType<typeof createSessionRepository>

/** Every method that returns a promise throws `storage_unavailable` when it cannot keep it. */
function createSessionRepository({ db, guard, measurements }: RepositoryOptions<SessionTables>) {
  return {
    async find(id: string): Promise<StoredSession | null> {
      const query = db.selectFrom('sessions').selectAll().where('id', '=', id)
      return (await guard.read(() => query.executeTakeFirst())) ?? null
    },

    /** Adds a session. Removes those that have ended, and all but the newest `maxPerKey` of its key. */
    add(session: StoredSession, { createdBefore, seenBefore }: SessionEnds, maxPerKey: number): Promise<void> {
      return guard.write(() =>
        db.transaction().execute(async (transaction) => {
          await transaction.insertInto('sessions').values(session).execute()
          await transaction
            .deleteFrom('sessions')
            .where(({ or, eb }) => or([eb('created_at', '<', createdBefore), eb('last_seen_at', '<', seenBefore)]))
            .execute()
          const surplus = await transaction
            .selectFrom('sessions')
            .select('id')
            .where('key_hash', '=', session.key_hash)
            .orderBy('created_at', 'desc')
            .orderBy('id')
            .offset(maxPerKey)
            .limit(1_000_000)
            .execute()
          if (surplus.length === 0) return
          const ids = surplus.map(({ id }) => id)
          await transaction.deleteFrom('sessions').where('id', 'in', ids).execute()
        }),
      )
    },

    /** Written together with others, within seconds. */
    seen(id: string, last_seen_at: string): void {
      measurements.add(async (transaction) => {
        await transaction.updateTable('sessions').set({ last_seen_at }).where('id', '=', id).execute()
      })
    },

    async remove(id: string): Promise<void> {
      await guard.write(() => db.deleteFrom('sessions').where('id', '=', id).execute())
    },

    /** Those that were begun with a key, by its SHA-256 in hex. */
    async removeAll(key_hash: string): Promise<void> {
      await guard.write(() => db.deleteFrom('sessions').where('key_hash', '=', key_hash).execute())
    },
  }
}

export const sessions = {
  open: createSessionRepository,
  async firstRelease({ schema }) {
    await schema
      .createTable('sessions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('key_hash', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('last_seen_at', 'text', (column) => column.notNull())
      .execute()
    await schema.createIndex('sessions_of_key').on('sessions').columns(['key_hash', 'created_at']).execute()
  },
} satisfies StoredEntity<SessionTables>
