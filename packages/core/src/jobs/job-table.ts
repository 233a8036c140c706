import type { JobState, Problem } from '@ollama-dashboard/contracts'
import type { StoredTrace } from '../kernel/tracing/trace-context.ts'
import type { StoredEntity } from '../storage/stored-entity.ts'
import { createJobRepository } from './job-repository.ts'

export interface JobTables {
  jobs: JobRow
}

/** `payload`, `progress`, `result`, `error` and `trace` are JSON. */
export interface JobRow {
  id: string
  kind: string
  lane: string
  key: string
  payload: string
  progress: string | null
  result: string | null
  error: string | null
  state: string
  attempts: number
  lost_runs: number
  created_by: string | null
  created_at: string
  started_at: string | null
  finished_at: string | null
  runner: string | null
  trace: string | null
}

/** A job of any kind, with what the dashboard alone needs to know of it. */
export interface StoredJob {
  readonly id: string
  readonly kind: string
  readonly lane: string
  readonly key: string
  readonly payload: object
  /** Null before the first. */
  readonly progress: unknown
  /** Null until it is done. */
  readonly result: unknown
  readonly error: Problem | null
  readonly state: JobState
  readonly attempts: number
  /** Runs that ended with the process, as far as anybody can tell: the one under way counts until it ends otherwise. */
  readonly lost_runs: number
  /** A key's id; null where no key is asked for. */
  readonly created_by: string | null
  readonly created_at: string
  readonly started_at: string | null
  readonly finished_at: string | null
  /** The replica that runs it, or did at last; null where there are no replicas, and where its run ended with the replica as it should. */
  readonly runner: string | null
  /** What it is part of: whoever asked for it may have asked another replica. Null for one of an earlier version. */
  readonly trace: StoredTrace | null
}

export const jobs = {
  open: createJobRepository,
  async firstRelease({ schema }) {
    await schema
      .createTable('jobs')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('lane', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('payload', 'text', (column) => column.notNull())
      .addColumn('progress', 'text')
      .addColumn('result', 'text')
      .addColumn('error', 'text')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('lost_runs', 'integer', (column) => column.notNull())
      .addColumn('created_by', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('started_at', 'text')
      .addColumn('finished_at', 'text')
      .execute()
  },
  migrations: {
    '0009-jobs-of-replicas': {
      usableSince: '0008-rules',
      async up({ schema }) {
        await schema.alterTable('jobs').addColumn('runner', 'text').execute()
        await schema.alterTable('jobs').addColumn('trace', 'text').execute()
      },
    },
  },
} satisfies StoredEntity<JobTables>
