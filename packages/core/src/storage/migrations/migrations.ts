import type { Migration } from 'kysely/migration'
import { jobs } from './0001-jobs.ts'
import { writeChecks } from './0002-write-checks.ts'
import { modelSettings } from './0003-model-settings.ts'
import { writtenFiles } from './0004-written-files.ts'
import { memoryObservations } from './0005-memory-observations.ts'
import { chatSessions } from './0006-chat-sessions.ts'
import { performance } from './0007-performance.ts'
import { memoryRules } from './0008-memory-rules.ts'
import { chatColumns } from './0009-chat-columns.ts'
import { searchFolding } from './0010-search-folding.ts'
import { lostRuns } from './0011-lost-runs.ts'

/** Every migration under the name it is remembered by. They run in the order of their names; a name never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-jobs': jobs,
  '0002-write-checks': writeChecks,
  '0003-model-settings': modelSettings,
  '0004-written-files': writtenFiles,
  '0005-memory-observations': memoryObservations,
  '0006-chat-sessions': chatSessions,
  '0007-performance': performance,
  '0008-memory-rules': memoryRules,
  '0009-chat-columns': chatColumns,
  '0010-search-folding': searchFolding,
  '0011-lost-runs': lostRuns,
}
