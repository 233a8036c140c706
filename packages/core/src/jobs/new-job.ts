import { randomUUID } from 'node:crypto'
import type { Job } from '@ollama-dashboard/contracts'
import { type Clock, timestamp } from '../kernel/clock.ts'

/** Makes pulls that wait for their turn. No two are of one moment: their order is that of their times, in the storage too. */
export function jobMaker(clock: Clock): (model: string, instance: string) => Job {
  let createdAt = 0
  return (model, instance) => {
    createdAt = Math.max(clock.now(), createdAt + 1)
    return {
      id: randomUUID(),
      kind: 'pull',
      model,
      instance,
      state: 'queued',
      progress: null,
      error: null,
      attempts: 0,
      created_at: timestamp(createdAt),
      started_at: null,
      finished_at: null,
    }
  }
}
