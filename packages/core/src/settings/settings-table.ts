import { randomUUID } from 'node:crypto'
import type { SettingsEntry } from '@ollama-dashboard/contracts'
import type { Transaction } from 'kysely'
import type { RepositoryOptions, StoredEntity } from '../storage/stored-entity.ts'
import { type MadeChange, recordChanges, type SettingsChangesTables } from './settings-changes-table.ts'

export interface SettingsTables {
  model_settings: ModelSettingsRow
}

interface ModelSettingsRow {
  /** Equal for all names of one model. */
  id: string
  model: string
  version: string
  /** JSON. */
  settings: string
  source: string
  updated_at: string | null
  updated_by: string | null
  /** JSON. */
  extra: string | null
}

/** What is saved for a model, with what tells it from whatever was saved before or after it. */
export interface StoredSettings {
  /** Equal for all names of one model. */
  readonly key: string
  readonly entry: SettingsEntry
  readonly version: string
}

/** One model's settings as they are to be; `entry` is null where they are to be removed. */
export interface SettingsChange {
  readonly key: string
  readonly entry: SettingsEntry | null
  /** The version that is replaced; null where nothing is saved. */
  readonly replaces: string | null
  /** What its history keeps of it; absent where no setting has another value. */
  readonly made?: MadeChange | undefined
}

type ChangedTables = SettingsTables & SettingsChangesTables

/** The settings of models. */
export type SettingsRepository = ReturnType<typeof createSettingsRepository>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
function createSettingsRepository({ db, guard, isShared }: RepositoryOptions<ChangedTables>) {
  return {
    /** Other processes may change what is saved, too. */
    isShared,

    async find(key: string): Promise<StoredSettings | null> {
      const query = db.selectFrom('model_settings').selectAll().where('id', '=', key)
      const row = await guard.read(() => query.executeTakeFirst())
      return row ? storedOf(row) : null
    },

    /** By name. */
    async all(): Promise<StoredSettings[]> {
      const rows = await guard.read(() => db.selectFrom('model_settings').selectAll().execute())
      // In SQL the order would be that of the server's language.
      return rows.map(storedOf).sort((a, b) => (a.key < b.key ? -1 : 1))
    },

    /**
     * Makes all changes, with what the history keeps of them, or none: null where one of them replaces what is there no
     * more. The new versions are in the order of the changes, and on the disk when the promise is kept.
     */
    async apply(changes: readonly SettingsChange[]): Promise<readonly string[] | null> {
      const versioned = changes.map((change) => ({ change, version: randomUUID() }))
      // Always in one order, or two who change several models at once could wait for each other.
      const inOrder = versioned.toSorted((a, b) => (a.change.key < b.change.key ? -1 : 1))
      try {
        await guard.write(() =>
          db.transaction().execute(async (transaction) => {
            for (const { change, version } of inOrder) await applyOne(transaction, change, version)
            await recordChanges(
              transaction,
              inOrder.flatMap(({ change: { key, made } }) => (made ? [{ key, made }] : [])),
            )
          }),
        )
      } catch (error) {
        if (error instanceof Outdated) return null
        throw error
      }
      return versioned.map(({ version }) => version)
    },
  }
}

/** Thrown inside a transaction to undo it: somebody else was quicker. */
class Outdated extends Error {
  override readonly name = 'Outdated'
}

/**
 * Each change is one statement that says what it replaces, so that there is nothing to read and lock beforehand, which
 * the two engines do differently.
 */
async function applyOne(db: Transaction<SettingsTables>, { key, entry, replaces }: SettingsChange, version: string) {
  const changed = await rowsChanged(db, { key, entry, replaces }, version)
  if (changed !== 1n) throw new Outdated('The settings were changed meanwhile.')
}

async function rowsChanged(db: Transaction<SettingsTables>, { key, entry, replaces }: SettingsChange, version: string) {
  const values = entry && { ...rowOf(entry), version }
  if (replaces === null) {
    if (!values) return 1n
    const insert = db.insertInto('model_settings').values({ id: key, ...values })
    const { numInsertedOrUpdatedRows } = await insert
      .onConflict((known) => known.column('id').doNothing())
      .executeTakeFirst()
    return numInsertedOrUpdatedRows
  }
  if (!values) {
    const remove = db.deleteFrom('model_settings').where('id', '=', key).where('version', '=', replaces)
    return (await remove.executeTakeFirst()).numDeletedRows
  }
  const update = db.updateTable('model_settings').set(values).where('id', '=', key).where('version', '=', replaces)
  return (await update.executeTakeFirst()).numUpdatedRows
}

/** Column by column: what an entry gains needs a migration first. */
const rowOf = ({ model, settings, source, updated_at, updated_by, extra }: SettingsEntry) => ({
  model,
  settings: JSON.stringify(settings),
  source,
  updated_at,
  updated_by,
  extra: extra === undefined ? null : JSON.stringify(extra),
})

/** Only rowOf writes rows, so what they hold is an entry. */
const storedOf = ({ id, version, settings, source, extra, ...row }: ModelSettingsRow): StoredSettings => ({
  key: id,
  version,
  entry: {
    model: row.model,
    settings: JSON.parse(settings),
    source: source as SettingsEntry['source'],
    updated_at: row.updated_at,
    updated_by: row.updated_by,
    ...(extra !== null && { extra: JSON.parse(extra) }),
  },
})

export const settings = {
  open: createSettingsRepository,
  async firstRelease({ schema }) {
    await schema
      .createTable('model_settings')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text')
      .addColumn('updated_by', 'text')
      .addColumn('extra', 'text')
      .execute()
  },
} satisfies StoredEntity<ChangedTables>
