// Every entity that is stored, under the name of its repository. `Tables` and `Storage` are derived from these lines.
export { sessions } from '../access/session-table.ts'
export { conversations } from '../conversations/conversation-table.ts'
export { writtenFiles } from '../files/written-files-table.ts'
export { jobs } from '../jobs/job-table.ts'
export { memoryObservations } from '../memory/memory-observation-table.ts'
export { performance } from '../performance/performance-table.ts'
export { settingsChanges } from '../settings/settings-changes-table.ts'
export { settings } from '../settings/settings-table.ts'
