import type { Job } from '@ollama-dashboard/contracts'

/** The jobs that outlive the process. Every method fails with `storage_unavailable` when it cannot keep its promise. */
export interface JobRepository {
  /** Inserts the job, or replaces the one with its id. It is on the disk when the promise is kept. */
  save(job: Job): Promise<void>
  /** Every job, newest first. */
  all(): Promise<Job[]>
  /** Forgets these jobs; an id that nobody knows is no error. */
  remove(ids: readonly string[]): Promise<void>
}
