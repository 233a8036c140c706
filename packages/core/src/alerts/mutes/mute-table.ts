import type { Mute } from '@ollama-dashboard/contracts'
import type { RepositoryOptions, StoredEntity } from '../../storage/stored-entity.ts'
import { fingerprintOf } from '../alert-table.ts'

export interface MuteTables {
  alert_mutes: MuteRow
}

interface MuteRow {
  /** Of the alerts that it is about, as alerts have it. */
  fingerprint: string
  id: string
  rule: string
  /** JSON. */
  title: string
  instance: string | null
  /** JSON; null where it is about no model. */
  model: string | null
  until: string
  by: string | null
  created_at: string
}

export type MuteRepository = ReturnType<typeof createMuteRepository>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
function createMuteRepository({ db, guard }: RepositoryOptions<MuteTables>) {
  return {
    async all(): Promise<Mute[]> {
      const rows = await guard.read(() => db.selectFrom('alert_mutes').selectAll().execute())
      return rows.map(({ fingerprint: _, title, model, ...row }) => ({
        ...row,
        title: JSON.parse(title),
        model: model === null ? null : JSON.parse(model),
      }))
    },

    /** In place of one of the same trouble. */
    async put(mute: Mute): Promise<void> {
      const { title, model, ...others } = mute
      const values = {
        ...others,
        title: JSON.stringify(title),
        model: model === null ? null : JSON.stringify(model),
      }
      const insert = db
        .insertInto('alert_mutes')
        .values({ ...values, fingerprint: fingerprintOf(mute) })
        .onConflict((known) => known.column('fingerprint').doUpdateSet(values))
      await guard.write(() => insert.execute())
    },

    /** An id that nobody knows is no error. */
    async remove(id: string): Promise<void> {
      await guard.write(() => db.deleteFrom('alert_mutes').where('id', '=', id).execute())
    },
  }
}

export const alertMutes = {
  open: createMuteRepository,
  migrations: {
    async '0008-mutes'({ schema }) {
      await schema
        .createTable('alert_mutes')
        .addColumn('fingerprint', 'text', (column) => column.primaryKey())
        .addColumn('id', 'text', (column) => column.notNull().unique())
        .addColumn('rule', 'text', (column) => column.notNull())
        .addColumn('title', 'text', (column) => column.notNull())
        .addColumn('instance', 'text')
        .addColumn('model', 'text')
        .addColumn('until', 'text', (column) => column.notNull())
        .addColumn('by', 'text')
        .addColumn('created_at', 'text', (column) => column.notNull())
        .execute()
    },
  },
} satisfies StoredEntity<MuteTables>
