import type { Job } from '@ollama-dashboard/contracts'
import { DashboardError } from '../kernel/errors.ts'
import type { JobKind } from './job-kind.ts'

/** What a person is told of jobs, in the words of their kinds. */
export interface JobWords {
  /** What a job is, fit for "The … was cancelled." */
  describe(job: Job): string
  /** Why a job does not bring what it was for: its own problem, or that it was cancelled; null for any other. */
  failureOf(job: Job): DashboardError | null
}

export function createJobWords(kinds: ReadonlyMap<string, JobKind>): JobWords {
  function kindOf(job: Job): JobKind {
    const kind = kinds.get(job.kind)
    if (kind) return kind
    throw new Error(`"${job.kind}" is no kind of job.`)
  }
  // A job has the members of its payload.
  const describe = (job: Job) => kindOf(job).describe(job)

  return {
    describe,
    failureOf(job) {
      const { state, error } = job
      if (error)
        return new DashboardError(error.code, error.detail, error.hint === undefined ? {} : { hint: error.hint })
      if (state !== 'cancelled') return null
      const hint = kindOf(job).cancelHint
      return new DashboardError('job_cancelled', `The ${describe(job)} was cancelled.`, { hint })
    },
  }
}
