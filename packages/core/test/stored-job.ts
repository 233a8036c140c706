import { jobOf } from '../src/jobs/job-kind.ts'
import type { StoredJob } from '../src/jobs/job-table.ts'

export interface Differing extends Partial<StoredJob> {
  readonly model?: string
  readonly instance?: string
}

/** A pull as the storage has it. */
export const storedJob = ({ model = 'smollm2:135m', instance = 'default', ...more }: Differing = {}): StoredJob => ({
  id: 'stored',
  kind: 'pull',
  lane: 'downloads',
  key: JSON.stringify([instance, model]),
  payload: { model, instance },
  progress: null,
  result: null,
  error: null,
  state: 'running',
  attempts: 1,
  lost_runs: 0,
  created_by: null,
  created_at: '2026-01-01T00:00:00.000Z',
  started_at: '2026-01-01T00:00:01.000Z',
  finished_at: null,
  runner: null,
  trace: null,
  ...more,
})

/** What the contract tells of a stored job; undefined where there is none. */
export const toldOf = (stored: StoredJob | undefined) => stored && jobOf({ kind: pulls, job: stored })

const pulls = {
  describe: ({ model }: { readonly model: string }) => `pull of "${model}"`,
  about: ({ model, instance }: { readonly model: string; readonly instance: string }) => ({ model, instance }),
}
