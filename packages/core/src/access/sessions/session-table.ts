import { randomBytes } from 'node:crypto'
import type { RepositoryOptions, StoredEntity } from '../../storage/stored-entity.ts'

export interface SessionTables {
  sessions: StoredSession
}

/** A browser that is signed in. Neither its token nor its key can be read from it. Times are RFC 3339 in UTC. */
export interface StoredSession {
  /** SHA-256 of the token, in hex. */
  readonly id: string
  /** By which people name it: random, so that nothing leads from it to the token. */
  readonly public_id: string
  /** SHA-256 of the key that it was begun with, in hex. */
  readonly key_hash: string
  readonly created_at: string
  /** To the minute. */
  readonly last_seen_at: string
  /** What people call the browser; null where it did not tell. */
  readonly browser: string | null
  /** Of the last request; null for a session of an earlier version. */
  readonly address: string | null
}

export const newPublicId = (): string => randomBytes(12).toString('base64url')

/** How a session was seen last. */
export type SessionSeen = Pick<StoredSession, 'last_seen_at' | 'browser' | 'address'>

/** Sessions begun or seen before these times have ended. */
export interface SessionEnds {
  readonly createdBefore: string
  readonly seenBefore: string
}

export type SessionRepository = ReturnType<typeof createSessionRepository>

/** Every method that returns a promise throws `storage_unavailable` when it cannot keep it. */
function createSessionRepository({ db, guard, isShared, lock, measurements }: RepositoryOptions<SessionTables>) {
  return {
    isShared,

    /** All that have not ended, last seen first. */
    all({ createdBefore, seenBefore }: SessionEnds): Promise<StoredSession[]> {
      const query = db
        .selectFrom('sessions')
        .selectAll()
        .where('created_at', '>=', createdBefore)
        .where('last_seen_at', '>=', seenBefore)
        .orderBy('last_seen_at', 'desc')
        .orderBy('id')
      return guard.read(() => query.execute())
    },

    async findPublic(public_id: string): Promise<StoredSession | null> {
      const query = db.selectFrom('sessions').selectAll().where('public_id', '=', public_id)
      return (await guard.read(() => query.executeTakeFirst())) ?? null
    },

    async find(id: string): Promise<StoredSession | null> {
      const query = db.selectFrom('sessions').selectAll().where('id', '=', id)
      return (await guard.read(() => query.executeTakeFirst())) ?? null
    },

    /** Adds a session. Removes those that have ended, and all but the newest `maxPerKey` of its key. */
    add(session: StoredSession, { createdBefore, seenBefore }: SessionEnds, maxPerKey: number): Promise<void> {
      return guard.write(() =>
        db.transaction().execute(async (transaction) => {
          // Two that are added at once would both leave the other one out of account.
          await lock(transaction, `sessions of ${session.key_hash}`)
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
    seen(id: string, seen: SessionSeen): void {
      measurements.add(async (transaction) => {
        await transaction.updateTable('sessions').set(seen).where('id', '=', id).execute()
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
  migrations: {
    async '0005-sessions'(db) {
      for (const column of ['public_id', 'browser', 'address'])
        await db.schema.alterTable('sessions').addColumn(column, 'text').execute()
      for (const { id } of await db.selectFrom('sessions').select('id').execute())
        await db.updateTable('sessions').set({ public_id: newPublicId() }).where('id', '=', id).execute()
      await db.schema.createIndex('session_by_public_id').on('sessions').column('public_id').unique().execute()
    },
  },
} satisfies StoredEntity<SessionTables>
