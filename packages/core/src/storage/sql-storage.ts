import { createSqlSessionRepository } from '../conversations/sql-session-repository.ts'
import { createSqlWrittenFilesRepository } from '../files/sql-written-files-repository.ts'
import { createJobRepository } from '../jobs/job-table.ts'
import type { Clock } from '../kernel/clock.ts'
import { createSqlMemoryObservationRepository } from '../memory/sql-memory-observation-repository.ts'
import { createSqlPerformanceRepository } from '../performance/sql-performance-repository.ts'
import { createSqlSettingsRepository } from '../settings/sql-settings-repository.ts'
import { checkWriting } from './check-writing.ts'
import type { SqlDatabase } from './engine.ts'
import { createMeasurementBatch } from './measurement-batch.ts'
import type { Storage } from './storage.ts'
import { createStorageGuard } from './storage-guard.ts'

/**
 * The storage over a database that is open and migrated. It closes the database. `report` is told of what fails although
 * the database works, and nobody waits for.
 */
export function createSqlStorage(
  { db, failureOf, isShared, onLost, inspect }: SqlDatabase,
  clock: Clock,
  report: (error: unknown) => void = () => {},
): Storage {
  const guard = createStorageGuard({ clock, failureOf, inspect, check: () => checkWriting(db, clock), report })
  const measurements = createMeasurementBatch({ db, guard, clock, report })
  onLost?.(guard.checkNow)
  return {
    jobs: createJobRepository(db, guard),
    settings: createSqlSettingsRepository(db, guard, isShared),
    writtenFiles: createSqlWrittenFilesRepository(db, guard),
    memoryObservations: createSqlMemoryObservationRepository(db, guard, measurements),
    sessions: createSqlSessionRepository(db, guard),
    performance: createSqlPerformanceRepository(db, guard, measurements),
    state: guard.state,
    async [Symbol.asyncDispose]() {
      await measurements[Symbol.asyncDispose]()
      guard[Symbol.dispose]()
      await db.destroy()
    },
  }
}
