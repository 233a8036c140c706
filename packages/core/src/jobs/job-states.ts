import type { JobState } from '@ollama-dashboard/contracts'
import type { StoredJob } from './job-table.ts'

/** What happens to a job. `resume`: the dashboard was started again. */
export type JobEvent = 'start' | 'succeed' | 'fail' | 'cancel' | 'retry' | 'resume'

interface Transition {
  readonly from: readonly JobState[]
  readonly to: JobState
  readonly changes: (job: StoredJob, at: string) => Partial<StoredJob>
}

/** A run that ended is not lost. */
const ended = (_: StoredJob, at: string) => ({ finished_at: at, lost_runs: 0 })
const begunAnew = { progress: null, result: null, error: null, started_at: null, finished_at: null }

/** The states of a job and everything that leads from one to another. */
const transitions: Readonly<Record<JobEvent, Transition>> = {
  start: {
    from: ['queued'],
    to: 'running',
    // Kept before anything is done: should the process not live to see the end, this run was lost.
    changes: (job, at) => ({ started_at: job.started_at ?? at, lost_runs: job.lost_runs + 1 }),
  },
  succeed: { from: ['running'], to: 'done', changes: ended },
  fail: { from: ['queued', 'running'], to: 'failed', changes: ended },
  cancel: { from: ['queued', 'running'], to: 'cancelled', changes: ended },
  retry: { from: ['failed', 'cancelled'], to: 'queued', changes: () => begunAnew },
  resume: { from: ['queued', 'running'], to: 'queued', changes: () => ({}) },
}

/** What an event at that time (RFC 3339) changes in a job; null where it cannot happen in its state. */
export function transition(event: JobEvent, job: StoredJob, at: string): Partial<StoredJob> | null {
  const { from, to, changes } = transitions[event]
  return from.includes(job.state) ? { ...changes(job, at), state: to } : null
}

/** The states in which an event can happen. */
export const statesBefore = (event: JobEvent): readonly JobState[] => transitions[event].from

export const isEnded = ({ state }: { readonly state: JobState }): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled'
