import type { StoredEntity } from '../storage/stored-entity.ts'
import { createOperationRepository } from './operation-repository.ts'

export interface OperationTables {
  operation_hours: OperationSums & OfOperation
  operation_buckets: OfOperation & { readonly bucket: number; readonly count: number }
  operation_anomalies: StoredAnomaly
}

/** Of no server and of no model are empty texts: a primary key takes no null. */
export interface OfOperation {
  readonly instance: string
  readonly model: string
  readonly operation: string
  /** RFC 3339. */
  readonly hour: string
}

export interface OperationSums {
  readonly succeeded: number
  readonly failed: number
  readonly cancelled: number
  readonly anomalies: number
  /** Of those that succeeded; null where none did. */
  readonly min_seconds: number | null
  readonly max_seconds: number | null
}

export interface StoredAnomaly {
  readonly id: string
  readonly instance: string
  readonly model: string
  readonly operation: string
  readonly seconds: number
  readonly threshold_seconds: number
  readonly at: string
  readonly trace_id: string
}

/** What came together of one operation, within the same hour. */
export interface OperationCounts extends OfOperation, OperationSums {
  /** How many took so long, by buckets of the logarithmic scale. */
  readonly buckets: ReadonlyMap<number, number>
}

export interface OperationScope {
  /** Ids of servers; the empty text is this host. */
  readonly instances: readonly string[]
  /** The first hour. */
  readonly since: string
  /** All models when absent. */
  readonly models?: readonly string[]
}

export const operations = {
  open: createOperationRepository,
  migrations: {
    async '0008-operations'({ schema }) {
      await schema
        .createTable('operation_hours')
        .addColumn('instance', 'text', (column) => column.notNull())
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('operation', 'text', (column) => column.notNull())
        .addColumn('hour', 'text', (column) => column.notNull())
        .addColumn('succeeded', 'integer', (column) => column.notNull())
        .addColumn('failed', 'integer', (column) => column.notNull())
        .addColumn('cancelled', 'integer', (column) => column.notNull())
        .addColumn('anomalies', 'integer', (column) => column.notNull())
        .addColumn('min_seconds', 'double precision')
        .addColumn('max_seconds', 'double precision')
        .addPrimaryKeyConstraint('operation_hours_of', ['instance', 'hour', 'operation', 'model'])
        .execute()
      await schema
        .createTable('operation_buckets')
        .addColumn('instance', 'text', (column) => column.notNull())
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('operation', 'text', (column) => column.notNull())
        .addColumn('hour', 'text', (column) => column.notNull())
        .addColumn('bucket', 'integer', (column) => column.notNull())
        .addColumn('count', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('operation_buckets_of', ['instance', 'hour', 'operation', 'model', 'bucket'])
        .execute()
      await schema
        .createTable('operation_anomalies')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('instance', 'text', (column) => column.notNull())
        .addColumn('model', 'text', (column) => column.notNull())
        .addColumn('operation', 'text', (column) => column.notNull())
        .addColumn('seconds', 'double precision', (column) => column.notNull())
        .addColumn('threshold_seconds', 'double precision', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('trace_id', 'text', (column) => column.notNull())
        .execute()
      await schema.createIndex('operation_anomalies_at').on('operation_anomalies').columns(['instance', 'at']).execute()
    },
  },
} satisfies StoredEntity<OperationTables>
