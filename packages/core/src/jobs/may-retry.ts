import { leastRoleWith } from '@ollama-dashboard/contracts'
import type { Actor } from '../kernel/call-context.ts'
import { DashboardError } from '../kernel/errors.ts'
import { allows } from '../kernel/rights/allows.ts'
import type { JobEntry } from './book/job-entry.ts'

/** Throws `forbidden` where an actor may not take up a job again, and `job_not_ended` for one that is done. */
export function expectMayRetry(actor: Actor, { kind, job: { payload, state } }: JobEntry): void {
  const what = kind.describe(payload)
  const needs = kind.begunBy(payload)
  if (!allows(actor, needs))
    throw new DashboardError('forbidden', `A retry of the ${what} needs the permission "${needs}".`, {
      hint: `The role "${leastRoleWith(needs)}" has it.`,
    })
  if (state === 'done') throw new DashboardError('job_not_ended', `The ${what} is already done.`)
}

export const underWay = (what: string) =>
  new DashboardError('job_not_ended', `The ${what} is already running.`, {
    hint: 'Wait for it to finish, or cancel it.',
  })
