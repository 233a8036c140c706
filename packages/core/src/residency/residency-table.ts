import type { StoredEntity } from '../storage/stored-entity.ts'
import { createResidencyRepository } from './residency-repository.ts'

export interface ResidencyTables {
  residency_spans: ResidencyRow
}

/** A model that was in memory for a while. Times are RFC 3339, sizes bytes. */
export interface ResidencyRow {
  readonly id: string
  /** Names what is in memory, once, until it has left; then null. Processes that watch one server write one span. */
  readonly open_key: string | null
  /** The host that means itself by the address of the server; empty where any host means the same server by it. */
  readonly host: string
  /** The id of the server. */
  readonly instance: string
  readonly model: string
  readonly loading_at: string | null
  readonly loaded_at: string
  readonly last_seen_at: string
  /** Null while it is in memory, as far as anybody saw. */
  readonly ended_at: string | null
  readonly size: number | null
  readonly size_vram: number | null
  readonly context_length: number | null
  /** Id of the key that had it loaded; null if none did. */
  readonly requested_by: string | null
}

export const residency = {
  open: createResidencyRepository,
  migrations: {
    async '0008-residency'({ schema }) {
      await schema
        .createTable('residency_spans')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('open_key', 'text', (column) => column.unique())
        .addColumn('host', 'text', (column) => column.notNull())
        .addColumn('instance', 'text', (column) => column.notNull())
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('loading_at', 'text')
        .addColumn('loaded_at', 'text', (column) => column.notNull())
        .addColumn('last_seen_at', 'text', (column) => column.notNull())
        .addColumn('ended_at', 'text')
        .addColumn('size', 'bigint')
        .addColumn('size_vram', 'bigint')
        .addColumn('context_length', 'bigint')
        .addColumn('requested_by', 'text')
        .execute()
      await schema
        .createIndex('residency_spans_by_time')
        .on('residency_spans')
        .columns(['instance', 'host', 'loaded_at'])
        .execute()
    },
  },
} satisfies StoredEntity<ResidencyTables>
