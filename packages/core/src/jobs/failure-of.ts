import type { Job } from '@ollama-dashboard/contracts'
import { DashboardError } from '../kernel/errors.ts'

/** Why whoever waits for a job does not get what it was for: its own problem, or that it was cancelled. */
export function failureOf({ state, error, model }: Job): DashboardError | null {
  if (error) return new DashboardError(error.code, error.detail, error.hint === undefined ? {} : { hint: error.hint })
  if (state !== 'cancelled') return null
  return new DashboardError('job_cancelled', `The pull of "${model}" was cancelled.`, {
    hint: 'Retry it: what has arrived is kept.',
  })
}
