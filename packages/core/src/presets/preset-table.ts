import type { Preset } from '@ollama-dashboard/contracts'
import { nameKey } from '../kernel/text/name-key.ts'
import type { RepositoryOptions, StoredEntity } from '../storage/stored-entity.ts'

export interface PresetTables {
  presets: PresetRow
}

interface PresetRow {
  id: string
  /** Equal for names that differ in case alone. */
  name_key: string
  /** JSON. */
  name: string
  /** JSON. */
  system: string
  updated_at: string
  updated_by: string | null
}

/** A preset without its text, which may be long. */
export type NamedPreset = Pick<Preset, 'id' | 'name'>

export type PresetRepository = ReturnType<typeof createPresetRepository>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
function createPresetRepository({ db, guard, turns }: RepositoryOptions<PresetTables>) {
  return {
    /** Two who save at once would both find room for the last one. */
    inTurn: turns('presets'),

    async all(): Promise<Preset[]> {
      const query = db.selectFrom('presets').select(['id', 'name', 'system', 'updated_at', 'updated_by'])
      const rows = await guard.read(() => query.execute())
      return rows.map(({ name, system, ...row }) => ({ ...row, name: JSON.parse(name), system: JSON.parse(system) }))
    },

    async names(): Promise<NamedPreset[]> {
      const rows = await guard.read(() => db.selectFrom('presets').select(['id', 'name']).execute())
      return rows.map(({ id, name }) => ({ id, name: JSON.parse(name) }))
    },

    /** False where another one has its name. */
    async add(preset: Preset): Promise<boolean> {
      const insert = db
        .insertInto('presets')
        .values(rowOf(preset))
        .onConflict((known) => known.column('name_key').doNothing())
      const { numInsertedOrUpdatedRows } = await guard.write(() => insert.executeTakeFirst())
      return numInsertedOrUpdatedRows === 1n
    },

    /** Replaces the one with its id; false where there is none, or another one has its name. */
    async replace(preset: Preset): Promise<boolean> {
      const { id, ...values } = rowOf(preset)
      const update = db
        .updateTable('presets')
        .set(values)
        .where('id', '=', id)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('presets as other')
                .select('other.id')
                .where('other.name_key', '=', values.name_key)
                .where('other.id', '!=', id),
            ),
          ),
        )
      return (await guard.write(() => update.executeTakeFirst())).numUpdatedRows === 1n
    },

    /** An id that nobody knows is no error. */
    async remove(id: string): Promise<void> {
      await guard.write(() => db.deleteFrom('presets').where('id', '=', id).execute())
    },
  }
}

const rowOf = ({ id, name, system, updated_at, updated_by }: Preset): PresetRow => ({
  id,
  name_key: nameKey(name),
  name: JSON.stringify(name),
  system: JSON.stringify(system),
  updated_at,
  updated_by,
})

export const presets = {
  open: createPresetRepository,
  migrations: {
    async '0003-presets'({ schema }) {
      await schema
        .createTable('presets')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('name_key', 'text', (column) => column.notNull().unique())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('system', 'text', (column) => column.notNull())
        .addColumn('updated_at', 'text', (column) => column.notNull())
        .addColumn('updated_by', 'text')
        .execute()
    },
  },
} satisfies StoredEntity<PresetTables>
