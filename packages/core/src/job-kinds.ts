// Every subject that has kinds of job. `CoreJobs`, and what opening it takes, are derived from these lines.
export { createPulls } from './jobs/pulls/pulls.ts'
export { createModelJobs } from './models/model-jobs.ts'
export { createSettingsJobs } from './settings/settings-jobs.ts'
