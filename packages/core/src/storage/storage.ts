import type { Clock } from '../kernel/clock.ts'
import type { Finding } from '../kernel/contributions.ts'
import type { SqlDatabase } from './engine.ts'
import { createMeasurementBatch } from './measurement-batch.ts'
import { openRepositories } from './repositories.ts'
import { checkWriting, createStorageGuard, type StorageState } from './storage-guard.ts'
import { createStorageTurns } from './storage-turns.ts'

/** What outlives the process. Repositories throw `storage_unavailable` when the storage cannot do what they promise. */
export type Storage = ReturnType<typeof createStorage>

/**
 * The storage over a database that is open and migrated. It closes the database. `report` is told of what fails although
 * the database works, and nobody waits for.
 */
export function createStorage(
  { db, system, failureOf, isShared, lock, onLost, inspect }: SqlDatabase,
  clock: Clock,
  report: (error: unknown) => void = () => {},
) {
  const guard = createStorageGuard({ system, clock, failureOf, inspect, check: () => checkWriting(db, clock), report })
  const measurements = createMeasurementBatch({ db, guard, clock, report })
  const turns = createStorageTurns({ db, guard, lock, isShared })
  onLost?.(guard.checkNow)
  return {
    ...openRepositories({ db, isShared, guard, lock, turns, measurements }),
    /** What of many replicas one writes is fenced by this; see `addFenced`. */
    fenceBy: measurements.fenceBy,
    /** Writes the measurements that wait. Never throws. */
    settle: measurements.flush,
    state: guard.state,
    health: () => storageHealth(guard.state()),
    async [Symbol.asyncDispose]() {
      await measurements[Symbol.asyncDispose]()
      guard[Symbol.dispose]()
      await db.destroy()
    },
  }
}

export function storageHealth({ failure, triedAt: checkedAt }: StorageState): readonly Finding[] {
  const detail = failure ? `${failure.message} ${failure.hint ?? ''}`.trim() : 'The last write was successful.'
  return [{ name: 'storage', status: failure ? 'unhealthy' : 'healthy', detail, checkedAt }]
}
