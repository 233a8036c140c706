import { limits, type PastChange } from '@ollama-dashboard/contracts'
import type { Transaction } from 'kysely'
import type { RepositoryOptions, StoredEntity } from '../storage/stored-entity.ts'

export interface SettingsChangesTables {
  settings_changes: SettingsChangeRow
}

interface SettingsChangeRow {
  /** Equal for all names of one model. */
  model_id: string
  /** Counts the changes of the model. */
  number: number
  at: string
  actor: string | null
  how: string
  /** JSON. */
  changed: string
}

/** A change as it is made: its number follows from those before it. */
export type MadeChange = Omit<PastChange, 'id'>

/** With the key of its model, as in `model_settings`. */
interface KeyedChange {
  readonly key: string
  readonly made: MadeChange
}

export interface ChangesPageQuery {
  readonly limit: number
  /** The id of the last change of the page before. */
  readonly before?: number | undefined
}

/** A change, and the key of its model. */
export interface RecentChange extends PastChange {
  readonly model: string
}

export interface RecentChangesQuery {
  /** Not before this time, RFC 3339. */
  readonly from: string
  /** What is older; of that very time, what comes after the change that `key` names, or nothing. */
  readonly before: { readonly at: string; readonly key: { readonly model: string; readonly id: number } | null }
  /** The key of one model; all when absent. */
  readonly model?: string
  readonly limit: number
}

/** The last changes of the saved settings of each model. `recordChanges` adds them. */
export type SettingsChangesRepository = ReturnType<typeof createSettingsChangesRepository>

/** Throws `storage_unavailable` when it cannot keep its promise. */
function createSettingsChangesRepository({ db, guard }: RepositoryOptions<SettingsChangesTables>) {
  return {
    /** Newest first. */
    async page(key: string, { limit, before }: ChangesPageQuery): Promise<PastChange[]> {
      let page = db.selectFrom('settings_changes').selectAll().where('model_id', '=', key)
      if (before !== undefined) page = page.where('number', '<', before)
      const rows = await guard.read(() => page.orderBy('number', 'desc').limit(limit).execute())
      return rows.map(pastChangeOf)
    },

    /** Of all models, newest first. */
    async recent({ from, before: { at, key }, model, limit }: RecentChangesQuery): Promise<RecentChange[]> {
      let page = db.selectFrom('settings_changes').selectAll().where('at', '>=', from)
      if (model !== undefined) page = page.where('model_id', '=', model)
      page = page.where(({ eb, or, and }) => {
        if (key === null) return eb('at', '<', at)
        const sameModel = and([eb('model_id', '=', key.model), eb('number', '<', key.id)])
        return or([eb('at', '<', at), and([eb('at', '=', at), or([eb('model_id', '<', key.model), sameModel])])])
      })
      const newestFirst = page.orderBy('at', 'desc').orderBy('model_id', 'desc').orderBy('number', 'desc')
      const rows = await guard.read(() => newestFirst.limit(limit).execute())
      return rows.map((row) => ({ ...pastChangeOf(row), model: row.model_id }))
    },
  }
}

/** Rows of six values each: both engines accept over 30,000 values per statement. */
const rowsPerStatement = 500

/**
 * Adds changes, one of a model, in the transaction that makes them, and takes away what is more than
 * `limits.settingsChanges`. The settings of the models are changed first: whoever changes them at the same time waits for
 * that, so that no number is given twice.
 */
export async function recordChanges(
  db: Transaction<SettingsChangesTables>,
  changes: readonly KeyedChange[],
): Promise<void> {
  for (let from = 0; from < changes.length; from += rowsPerStatement)
    await recordSome(db, changes.slice(from, from + rowsPerStatement))
}

async function recordSome(db: Transaction<SettingsChangesTables>, changes: readonly KeyedChange[]): Promise<void> {
  const newest = await db
    .selectFrom('settings_changes')
    .select(({ fn }) => ['model_id', fn.max('number').as('number')])
    .where(
      'model_id',
      'in',
      changes.map(({ key }) => key),
    )
    .groupBy('model_id')
    .execute()
  const numbers = new Map(newest.map(({ model_id, number }) => [model_id, number]))
  const rows = changes.map(({ key, made: { at, actor, how, changed } }) => ({
    model_id: key,
    number: (numbers.get(key) ?? 0) + 1,
    at,
    actor,
    how,
    changed: JSON.stringify(changed),
  }))
  await db.insertInto('settings_changes').values(rows).execute()
  for (const { model_id, number } of rows) {
    const last = number - limits.settingsChanges
    if (last < 1) continue
    await db.deleteFrom('settings_changes').where('model_id', '=', model_id).where('number', '<=', last).execute()
  }
}

/** Only recordSome writes rows, so what they hold is a change. */
const pastChangeOf = ({ number, at, actor, how, changed }: SettingsChangeRow): PastChange => ({
  id: number,
  at,
  actor,
  how: how as PastChange['how'],
  changed: JSON.parse(changed),
})

export const settingsChanges = {
  open: createSettingsChangesRepository,
  migrations: {
    async '0002-settings-changes'({ schema }) {
      await schema
        .createTable('settings_changes')
        .addColumn('model_id', 'text', (column) => column.notNull())
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('actor', 'text')
        .addColumn('how', 'text', (column) => column.notNull())
        .addColumn('changed', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('settings_changes_of', ['model_id', 'number'])
        .execute()
    },
    async '0008-changes-of-settings'({ schema }) {
      await schema.createIndex('settings_changes_by_time').on('settings_changes').columns(['at']).execute()
    },
  },
} satisfies StoredEntity<SettingsChangesTables>
