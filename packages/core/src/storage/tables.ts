import type { ConversationTables } from '../conversations/conversation-table.ts'
import type { WrittenFilesTables } from '../files/written-files-table.ts'
import type { JobTables } from '../jobs/job-table.ts'
import type { MemoryObservationTables } from '../memory/memory-observation-table.ts'
import type { PerformanceTables } from '../performance/performance-table.ts'
import type { SettingsTables } from '../settings/settings-table.ts'
import type { WriteCheckTables } from './storage-guard.ts'

/**
 * The tables as the newest migration leaves them, each declared beside its subject. Times are RFC 3339 in UTC, so that as
 * text they sort by time; other text sorts by the language of a PostgreSQL server, and differently on SQLite. Types that
 * mean the same to both engines are `text` (which takes no NUL character), `integer` of 32 bits, `bigint` up to 2^53, and
 * `double precision`.
 */
export type Tables = JobTables &
  SettingsTables &
  ConversationTables &
  PerformanceTables &
  MemoryObservationTables &
  WrittenFilesTables &
  WriteCheckTables
