import type { SessionRepository } from '../conversations/session-repository.ts'
import type { WrittenFilesRepository } from '../files/written-files-repository.ts'
import type { JobRepository } from '../jobs/job-table.ts'
import type { DashboardError } from '../kernel/errors.ts'
import type { MemoryObservationRepository } from '../memory/memory-observation-repository.ts'
import type { PerformanceRepository } from '../performance/performance-repository.ts'
import type { SettingsRepository } from '../settings/settings-repository.ts'

/** How the storage did when it was last asked. */
export interface StorageState {
  /** Why the last attempt failed; null once something was written again. */
  readonly failure: DashboardError | null
  /** Milliseconds since the epoch; null before the first attempt. */
  readonly triedAt: number | null
}

/** What outlives the process. Repositories fail with `storage_unavailable` when the storage cannot do what they promise. */
export interface Storage extends AsyncDisposable {
  readonly jobs: JobRepository
  readonly settings: SettingsRepository
  readonly writtenFiles: WrittenFilesRepository
  readonly memoryObservations: MemoryObservationRepository
  readonly sessions: SessionRepository
  readonly performance: PerformanceRepository
  state(): StorageState
}
