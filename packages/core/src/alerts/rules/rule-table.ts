import type { RuleChange } from '@ollama-dashboard/contracts'
import type { RepositoryOptions, StoredEntity } from '../../storage/stored-entity.ts'
import type { OwnRule } from './alert-rule.ts'

export interface RuleTables {
  alert_rules: RuleRow
}

interface RuleRow {
  id: string
  /** Whether it changes a built-in rule: 1, or is one that somebody made: 0. */
  built_in: number
  /** JSON: what was changed, or the rule. */
  definition: string
  created_at: string
  updated_at: string
  /** Id of the key. */
  updated_by: string | null
}

interface Kept {
  readonly id: string
  readonly created_at: string
  readonly updated_at: string
  readonly updated_by: string | null
}

/** What somebody changed in a built-in rule. */
export interface KeptChange extends Kept {
  readonly built_in: true
  readonly definition: Omit<RuleChange, 'title' | 'comparison'>
}

/** A rule that somebody made. */
export interface KeptRule extends Kept {
  readonly built_in: false
  readonly definition: OwnRule
}

export type RuleRepository = ReturnType<typeof createRuleRepository>

/** Every method throws `storage_unavailable` when it cannot keep its promise. */
function createRuleRepository({ db, guard, isShared, turns }: RepositoryOptions<RuleTables>) {
  return {
    isShared,

    /** What a rule is changed to depends on what it was. */
    inTurn: turns('alert-rules'),

    /** The oldest first. */
    async all(): Promise<(KeptChange | KeptRule)[]> {
      const query = db.selectFrom('alert_rules').selectAll().orderBy('created_at').orderBy('id')
      const rows = await guard.read(() => query.execute())
      // Only `put` writes rows, so what they hold is of their kind.
      return rows.map(({ built_in, definition, ...row }) => ({
        ...row,
        built_in: built_in === 1,
        definition: JSON.parse(definition),
      }))
    },

    /** In place of what has its id. */
    async put({ built_in, definition, ...kept }: KeptChange | KeptRule): Promise<void> {
      const { id, ...values } = { ...kept, built_in: Number(built_in), definition: JSON.stringify(definition) }
      const insert = db
        .insertInto('alert_rules')
        .values({ id, ...values })
        .onConflict((known) => known.column('id').doUpdateSet(values))
      await guard.write(() => insert.execute())
    },

    /** An id that nobody knows is no error. */
    async remove(id: string): Promise<void> {
      await guard.write(() => db.deleteFrom('alert_rules').where('id', '=', id).execute())
    },
  }
}

export const alertRules = {
  open: createRuleRepository,
  migrations: {
    async '0008-rules'({ schema }) {
      await schema
        .createTable('alert_rules')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('built_in', 'integer', (column) => column.notNull())
        .addColumn('definition', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('updated_at', 'text', (column) => column.notNull())
        .addColumn('updated_by', 'text')
        .execute()
    },
  },
} satisfies StoredEntity<RuleTables>
