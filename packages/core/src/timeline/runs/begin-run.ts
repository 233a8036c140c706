import { randomUUID } from 'node:crypto'
import { type Clock, timestamp } from '../../kernel/clock.ts'
import { DashboardError } from '../../kernel/errors.ts'
import type { Recorder } from '../changes/recorder.ts'
import type { Run, RunRepository } from './run-table.ts'

export interface RunOptions {
  readonly repository: RunRepository
  readonly recorder: Pick<Recorder, 'add'>
  /** Of the dashboard. */
  readonly version: string
  /** Tells dashboards apart that share a database. */
  readonly place: string
  readonly clock: Clock
}

const minuteMs = 60_000
const yearMs = 365 * 24 * 60 * minuteMs

/**
 * Keeps when the dashboard started, and how the run before it ended. While it runs it says so once a minute: so the end of
 * one that was killed is known to the minute. Disposing it is shutting down.
 */
export async function beginRun({ repository, recorder, version, place, clock }: RunOptions): Promise<Disposable> {
  // A storage that cannot be read now keeps nobody from starting.
  const last = await repository.last(place).catch((error: unknown) => {
    if (error instanceof DashboardError) return null
    throw error
  })
  const id = randomUUID()
  const now = clock.now()
  const at = timestamp(now)

  if (last && !isEnded(last)) {
    const detail = 'Ended without shutting down, within a minute after this.'
    recorder.add({ kind: 'restart', type: 'dashboard.crashed', at: last.seen_at, severity: 'warning', detail })
  }
  recorder.add({ kind: 'restart', type: 'dashboard.started', at, detail: startOf(last) })
  if (last && last.version !== version)
    recorder.add({ kind: 'version', type: 'dashboard.version', at, before: last.version, after: version })
  repository.begin({ id, place, version, started_at: at, seen_at: at, ended_at: null }, timestamp(now - yearMs))

  let cancel = schedule()
  function schedule() {
    return clock.after(minuteMs, () => {
      repository.update(id, { seen_at: timestamp(clock.now()) })
      cancel = schedule()
    })
  }

  return {
    [Symbol.dispose]() {
      cancel()
      const end = timestamp(clock.now())
      recorder.add({ kind: 'restart', type: 'dashboard.stopped', at: end })
      repository.update(id, { seen_at: end, ended_at: end })
    },
  }
}

const isEnded = ({ ended_at }: Run): boolean => ended_at !== null

function startOf(last: Run | null): string | null {
  if (!last) return 'For the first time.'
  return isEnded(last) ? null : 'The run before ended without shutting down.'
}
