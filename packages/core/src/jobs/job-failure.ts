import type { Job } from '@ollama-dashboard/contracts'
import { DashboardError } from '../kernel/errors.ts'
import type { JobKind } from './job-kind.ts'

/** Why a job does not bring what it was for: its own problem, or that it was cancelled; null for any other. */
export function jobFailure(job: Job, kinds: ReadonlyMap<string, Pick<JobKind, 'cancelHint'>>): DashboardError | null {
  const { state, error, title, kind } = job
  if (error) return new DashboardError(error.code, error.detail, error.hint === undefined ? {} : { hint: error.hint })
  if (state !== 'cancelled') return null
  const hint = kinds.get(kind)?.cancelHint
  return new DashboardError('job_cancelled', `The ${title} was cancelled.`, hint === undefined ? {} : { hint })
}

export const jobNotFound = (id: string) =>
  new DashboardError('job_not_found', `Job "${id}" not found.`, { hint: 'Old jobs are removed.' })
