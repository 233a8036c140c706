import type { Job } from '@ollama-dashboard/contracts'

/** A job with what nobody but the dashboard needs to know of it. */
export interface StoredJob extends Job {
  /** How often the dashboard began to work on it and did not live to see an end; none when absent. */
  readonly lost_runs?: number
}

/** The jobs that outlive the process. Every method fails with `storage_unavailable` when it cannot keep its promise. */
export interface JobRepository {
  /** Inserts the job, or replaces the one with its id. It is on the disk when the promise is kept. */
  save(job: StoredJob): Promise<void>
  /** Every job, newest first. */
  all(): Promise<StoredJob[]>
  /** Forgets these jobs; an id that nobody knows is no error. */
  remove(ids: readonly string[]): Promise<void>
}
