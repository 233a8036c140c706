import type { ApiKey } from '@ollama-dashboard/contracts'
import { nameKey } from '../kernel/text/name-key.ts'
import type { RepositoryOptions, StoredEntity } from '../storage/stored-entity.ts'

export interface KeyTables {
  api_keys: KeyRow
  key_uses: KeyUseRow
}

/** A key that was made at run time. It cannot be read from it. Hashes are SHA-256 in hex, times RFC 3339 in UTC. */
export interface StoredKey
  extends Pick<ApiKey, 'id' | 'name' | 'role' | 'grant' | 'created_by' | 'expires_at' | 'revoked_at'> {
  readonly sha256: string
  /** The key that it replaced last. */
  readonly replaced_sha256: string | null
  /** Until then the replaced one works; null where it stopped at once. */
  readonly replaced_until: string | null
  readonly created_at: string
}

interface KeyRow extends Omit<StoredKey, 'grant'> {
  /** JSON, under a name that is no word of SQL; null if nothing narrows the role. */
  narrowed_to: string | null
  /** Equal for names that differ in case alone; null for a key that was revoked, whose name is free. */
  name_key: string | null
}

/** Who used a key last, and when: also of keys that are set before the start. */
export type KeyUse = Readonly<KeyUseRow>

interface KeyUseRow {
  id: string
  last_used_at: string
  last_used_from: string
}

export type KeyRepository = ReturnType<typeof createKeyRepository>

/** Every method that returns a promise throws `storage_unavailable` when it cannot keep it. */
function createKeyRepository({ db, guard, isShared, turns, measurements }: RepositoryOptions<KeyTables>) {
  return {
    isShared,

    /** Keys and roles are changed one after the other: whether a change may be depends on the others. */
    inTurn: turns('keys'),

    async all(): Promise<StoredKey[]> {
      const rows = await guard.read(() => db.selectFrom('api_keys').selectAll().execute())
      return rows.map(({ name_key: _, name, narrowed_to, ...row }) => ({
        ...row,
        name: JSON.parse(name),
        grant: narrowed_to === null ? null : JSON.parse(narrowed_to),
      }))
    },

    uses: (): Promise<KeyUse[]> => guard.read(() => db.selectFrom('key_uses').selectAll().execute()),

    /** False where another one has its name. */
    async add(key: StoredKey): Promise<boolean> {
      const insert = db
        .insertInto('api_keys')
        .values(rowOf(key))
        .onConflict((known) => known.column('name_key').doNothing())
      return (await guard.write(() => insert.executeTakeFirst())).numInsertedOrUpdatedRows === 1n
    },

    /** Replaces the one with its id; false where there is none, or another one has its name. One that was revoked stays so. */
    async replace(key: StoredKey): Promise<boolean> {
      const { id, ...values } = rowOf(key)
      const update = db
        .updateTable('api_keys')
        .set(values)
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('api_keys as other')
                .select('other.id')
                .where('other.name_key', '=', values.name_key)
                .where('other.id', '!=', id),
            ),
          ),
        )
      return (await guard.write(() => update.executeTakeFirst())).numUpdatedRows === 1n
    },

    /** With what is known of their use. */
    async remove(ids: readonly string[]): Promise<void> {
      await guard.write(() =>
        db.transaction().execute(async (transaction) => {
          await transaction.deleteFrom('api_keys').where('id', 'in', ids).execute()
          await transaction.deleteFrom('key_uses').where('id', 'in', ids).execute()
        }),
      )
    },

    /** Written together with others, within seconds. */
    used({ id, ...use }: KeyUse): void {
      measurements.add(async (transaction) => {
        const insert = transaction.insertInto('key_uses').values({ id, ...use })
        await insert.onConflict((known) => known.column('id').doUpdateSet(use)).execute()
      })
    },
  }
}

const rowOf = ({ grant, ...key }: StoredKey): KeyRow => ({
  ...key,
  narrowed_to: grant && JSON.stringify(grant),
  name: JSON.stringify(key.name),
  name_key: key.revoked_at === null ? nameKey(key.name) : null,
})

export const keys = {
  open: createKeyRepository,
  migrations: {
    async '0004-keys'({ schema }) {
      await schema
        .createTable('api_keys')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('name_key', 'text', (column) => column.unique())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('sha256', 'text', (column) => column.notNull())
        .addColumn('replaced_sha256', 'text')
        .addColumn('replaced_until', 'text')
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('created_by', 'text')
        .addColumn('expires_at', 'text')
        .addColumn('revoked_at', 'text')
        .execute()
      await schema
        .createTable('key_uses')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('last_used_at', 'text', (column) => column.notNull())
        .addColumn('last_used_from', 'text', (column) => column.notNull())
        .execute()
    },
    async '0006-key-grants'({ schema }) {
      await schema.alterTable('api_keys').addColumn('narrowed_to', 'text').execute()
    },
  },
} satisfies StoredEntity<KeyTables>
