import { createConversationRepository } from '../conversations/conversation-repository.ts'
import { createWrittenFilesRepository } from '../files/written-files-table.ts'
import { createJobRepository } from '../jobs/job-table.ts'
import type { Clock } from '../kernel/clock.ts'
import { createMemoryObservationRepository } from '../memory/memory-observation-table.ts'
import { createPerformanceRepository } from '../performance/performance-table.ts'
import { createSettingsRepository } from '../settings/settings-table.ts'
import type { SqlDatabase } from './engine.ts'
import { createMeasurementBatch } from './measurement-batch.ts'
import { checkWriting, createStorageGuard } from './storage-guard.ts'

/** What outlives the process. Repositories throw `storage_unavailable` when the storage cannot do what they promise. */
export type Storage = ReturnType<typeof createStorage>

/**
 * The storage over a database that is open and migrated. It closes the database. `report` is told of what fails although
 * the database works, and nobody waits for.
 */
export function createStorage(
  { db, failureOf, isShared, onLost, inspect }: SqlDatabase,
  clock: Clock,
  report: (error: unknown) => void = () => {},
) {
  const guard = createStorageGuard({ clock, failureOf, inspect, check: () => checkWriting(db, clock), report })
  const measurements = createMeasurementBatch({ db, guard, clock, report })
  onLost?.(guard.checkNow)
  return {
    jobs: createJobRepository(db, guard),
    settings: createSettingsRepository(db, guard, isShared),
    writtenFiles: createWrittenFilesRepository(db, guard),
    memoryObservations: createMemoryObservationRepository(db, guard, measurements),
    conversations: createConversationRepository(db, guard),
    performance: createPerformanceRepository(db, guard, measurements),
    state: guard.state,
    async [Symbol.asyncDispose]() {
      await measurements[Symbol.asyncDispose]()
      guard[Symbol.dispose]()
      await db.destroy()
    },
  }
}
