import type { StoredEntity } from '../storage/stored-entity.ts'
import { createHistoryRepository } from './history-repository.ts'

export interface HistoryTables {
  history_steps: HistoryRow
}

export interface HistoryRow {
  /** What was measured: a host, or the replies of an Ollama server. */
  readonly source: string
  readonly step_seconds: number
  /** Seconds since the epoch. */
  readonly start: number
  /** JSON: minimum, maximum, sum and count of each figure in turn, by their names. */
  readonly figures: string
  /** JSON: what each GPU is called, by index; null without any. */
  readonly gpus: string | null
}

export const history = {
  open: createHistoryRepository,
  migrations: {
    async '0008-history'({ schema }) {
      await schema
        .createTable('history_steps')
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('step_seconds', 'integer', (column) => column.notNull())
        .addColumn('start', 'bigint', (column) => column.notNull())
        .addColumn('figures', 'text', (column) => column.notNull())
        .addColumn('gpus', 'text')
        .addPrimaryKeyConstraint('history_steps_of', ['source', 'step_seconds', 'start'])
        .execute()
    },
  },
} satisfies StoredEntity<HistoryTables>
