import { randomUUID } from 'node:crypto'
import { type Clock, timestamp } from '../kernel/clock.ts'
import type { JobKind } from './job-kind.ts'
import type { StoredJob } from './job-table.ts'

/** Makes jobs that wait for their turn. No two are of one moment: their order is that of their times, in the storage too. */
export function jobMaker(clock: Clock) {
  let createdAt = 0
  return (kind: JobKind, payload: object, createdBy: string | null): StoredJob => {
    createdAt = Math.max(clock.now(), createdAt + 1)
    return {
      id: randomUUID(),
      kind: kind.kind,
      lane: kind.lane(payload),
      key: kind.key(payload),
      payload,
      progress: null,
      result: null,
      error: null,
      state: 'queued',
      attempts: 0,
      lost_runs: 0,
      created_by: createdBy,
      created_at: timestamp(createdAt),
      started_at: null,
      finished_at: null,
    }
  }
}
