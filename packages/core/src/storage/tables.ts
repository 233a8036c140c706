import { createSessionRepository, type SessionTables } from '../access/session-table.ts'
import { createConversationRepository } from '../conversations/conversation-repository.ts'
import type { ConversationTables } from '../conversations/conversation-table.ts'
import { createWrittenFilesRepository, type WrittenFilesTables } from '../files/written-files-table.ts'
import { createJobRepository, type JobTables } from '../jobs/job-table.ts'
import { createMemoryObservationRepository, type MemoryObservationTables } from '../memory/memory-observation-table.ts'
import { createPerformanceRepository, type PerformanceTables } from '../performance/performance-table.ts'
import { createSettingsRepository, type SettingsTables } from '../settings/settings-table.ts'
import type { SqlDatabase } from './engine.ts'
import type { MeasurementBatch } from './measurement-batch.ts'
import type { StorageGuard, WriteCheckTables } from './storage-guard.ts'

/**
 * The tables as the newest migration leaves them, each declared beside its subject. Times are RFC 3339 in UTC, so that as
 * text they sort by time; other text sorts by the language of a PostgreSQL server, and differently on SQLite. Types that
 * mean the same to both engines are `text` (which takes no NUL character), `integer` of 32 bits, `bigint` up to 2^53, and
 * `double precision`.
 */
export type Tables = JobTables &
  SessionTables &
  SettingsTables &
  ConversationTables &
  PerformanceTables &
  MemoryObservationTables &
  WrittenFilesTables &
  WriteCheckTables

export interface RepositoriesOptions extends Pick<SqlDatabase, 'db' | 'isShared'> {
  readonly guard: StorageGuard
  readonly measurements: MeasurementBatch<Tables>
}

/** What each subject reads and writes its tables with. */
export const createRepositories = ({ db, isShared, guard, measurements }: RepositoriesOptions) => ({
  jobs: createJobRepository(db, guard),
  sessions: createSessionRepository(db, guard, measurements),
  settings: createSettingsRepository(db, guard, isShared),
  writtenFiles: createWrittenFilesRepository(db, guard),
  memoryObservations: createMemoryObservationRepository(db, guard, measurements),
  conversations: createConversationRepository(db, guard),
  performance: createPerformanceRepository(db, guard, measurements),
})
