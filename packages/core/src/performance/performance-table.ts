import type { StoredEntity } from '../storage/stored-entity.ts'
import { createPerformanceRepository } from './performance-repository.ts'

export interface PerformanceTables {
  performance_hours: PerformanceHour & OfModel
  performance_buckets: PerformanceBucket & OfModel
}

interface OfModel {
  readonly instance: string
  readonly model: string
}

/** What is counted of one request. Buckets are of a scale that the subject knows. */
export interface PerformanceSample {
  readonly instance: string
  readonly model: string
  /** The hour it belongs to, RFC 3339. */
  readonly hour: string
  readonly at: string
  /** Id of the key of who asked; null where no key was used. */
  readonly by: string | null
  readonly failed: boolean
  readonly promptTokens: number
  readonly completionTokens: number
  readonly buckets: readonly { readonly metric: string; readonly bucket: number }[]
}

export interface PerformanceHour {
  readonly hour: string
  readonly requests: number
  readonly errors: number
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly last_used_at: string
  /** Id of a key; null where none was used, or an earlier version wrote it. */
  readonly last_used_by: string | null
}

/** A model's sums over several hours. */
export interface PerformanceOfModel extends Omit<PerformanceHour, 'hour'> {
  readonly model: string
}

export interface ModelBucket {
  readonly model: string
  readonly metric: string
  readonly bucket: number
  readonly count: number
}

export interface PerformanceBucket {
  readonly hour: string
  readonly metric: string
  readonly bucket: number
  readonly count: number
}

export interface PerformanceScope {
  /** All models when absent. */
  readonly models?: readonly string[] | undefined
  /** The first hour. */
  readonly since?: string
}

export const performance = {
  open: createPerformanceRepository,
  async firstRelease({ schema }) {
    await schema
      .createTable('performance_hours')
      .addColumn('instance', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('hour', 'text', (column) => column.notNull())
      .addColumn('requests', 'integer', (column) => column.notNull())
      .addColumn('errors', 'integer', (column) => column.notNull())
      .addColumn('prompt_tokens', 'bigint', (column) => column.notNull())
      .addColumn('completion_tokens', 'bigint', (column) => column.notNull())
      .addColumn('last_used_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('performance_hours_of', ['instance', 'model', 'hour'])
      .execute()
    await schema
      .createTable('performance_buckets')
      .addColumn('instance', 'text', (column) => column.notNull())
      .addColumn('model', 'text', (column) => column.notNull())
      .addColumn('hour', 'text', (column) => column.notNull())
      .addColumn('metric', 'text', (column) => column.notNull())
      .addColumn('bucket', 'integer', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('performance_buckets_of', ['instance', 'model', 'hour', 'metric', 'bucket'])
      .execute()
  },
  migrations: {
    async '0005-last-user'({ schema }) {
      await schema.alterTable('performance_hours').addColumn('last_used_by', 'text').execute()
    },
  },
} satisfies StoredEntity<PerformanceTables>
