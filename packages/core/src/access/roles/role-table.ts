import type { RoleRecord } from '@ollama-dashboard/contracts'
import type { RepositoryOptions, StoredEntity } from '../../storage/stored-entity.ts'

export interface RoleTables {
  roles: RoleRow
  /** Of keys, which are a subject of their own: no role goes while a key has it. */
  api_keys: { role: string; revoked_at: string | null }
}

/** A role that an admin made, as it was asked for. Times are RFC 3339 in UTC. */
export interface StoredRole
  extends Pick<RoleRecord, 'name' | 'description' | 'based_on' | 'allow' | 'deny' | 'created_by'> {
  readonly created_at: string
}

interface RoleRow extends Omit<StoredRole, 'description' | 'allow' | 'deny'> {
  /** JSON. */
  description: string
  /** JSON. */
  allow: string
  /** JSON. */
  deny: string
}

export type RoleRepository = ReturnType<typeof createRoleRepository>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
function createRoleRepository({ db, guard }: RepositoryOptions<RoleTables>) {
  return {
    async all(): Promise<StoredRole[]> {
      const rows = await guard.read(() => db.selectFrom('roles').selectAll().execute())
      return rows.map(({ description, allow, deny, ...row }) => ({
        ...row,
        description: JSON.parse(description),
        allow: JSON.parse(allow),
        deny: JSON.parse(deny),
      }))
    },

    /** False where another one has its name. */
    async add(role: StoredRole): Promise<boolean> {
      const insert = db
        .insertInto('roles')
        .values(rowOf(role))
        .onConflict((known) => known.column('name').doNothing())
      return (await guard.write(() => insert.executeTakeFirst())).numInsertedOrUpdatedRows === 1n
    },

    /** Replaces the one with its name; false where there is none. */
    async replace(role: StoredRole): Promise<boolean> {
      const { name, ...values } = rowOf(role)
      const update = db.updateTable('roles').set(values).where('name', '=', name)
      return (await guard.write(() => update.executeTakeFirst())).numUpdatedRows === 1n
    },

    /** False while a key has it that was not revoked. One that is not there is no error. */
    async remove(name: string): Promise<boolean> {
      const ofKeys = db.selectFrom('api_keys').select('role').where('role', '=', name).where('revoked_at', 'is', null)
      const removal = db.deleteFrom('roles').where('name', '=', name)
      await guard.write(() => removal.where(({ not, exists }) => not(exists(ofKeys))).execute())
      const left = db.selectFrom('roles').select('name').where('name', '=', name)
      return (await guard.read(() => left.executeTakeFirst())) === undefined
    },
  }
}

const rowOf = ({ description, allow, deny, ...role }: StoredRole): RoleRow => ({
  ...role,
  description: JSON.stringify(description),
  allow: JSON.stringify(allow),
  deny: JSON.stringify(deny),
})

export const roles = {
  open: createRoleRepository,
  migrations: {
    async '0007-roles'({ schema }) {
      await schema
        .createTable('roles')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('description', 'text', (column) => column.notNull())
        .addColumn('based_on', 'text')
        .addColumn('allow', 'text', (column) => column.notNull())
        .addColumn('deny', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('created_by', 'text')
        .execute()
    },
  },
} satisfies StoredEntity<RoleTables>
