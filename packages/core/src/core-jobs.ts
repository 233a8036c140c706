import { createJobs } from './jobs/create-jobs.ts'
import type { Jobs, JobsOptions, OwnedJobs } from './jobs/jobs.ts'
import { createPulls } from './jobs/pulls/pulls.ts'
import { createModelJobs } from './models/model-jobs.ts'
import { createSettingsJobs } from './settings/settings-jobs.ts'

/** Every subject that has kinds of job. `CoreJobs`, and what opening it takes, are derived from this line. */
const subjects = { createModelJobs, createPulls, createSettingsJobs }

type Subject = (typeof subjects)[keyof typeof subjects]
type SubjectOptions = Subject extends (options: infer All) => object ? All : never
type Beginnings = ReturnType<ReturnType<Subject>['begin']>
/** What has all that the members of a union have. */
type AllOf<Union> = (Union extends object ? (one: Union) => void : never) extends (all: infer All) => void ? All : never

/** What jobs are, and what begins each kind of them. */
export type CoreJobs = Jobs & AllOf<Beginnings>

/** Jobs of every kind there is. */
export function openJobs(options: Omit<JobsOptions, 'kinds'> & SubjectOptions): OwnedJobs & CoreJobs {
  const opened = Object.values(subjects).map((open) => open(options))
  const jobs = createJobs({ ...options, kinds: opened.flatMap(({ kinds }) => kinds) })
  return Object.assign({}, jobs, ...opened.map(({ begin }) => begin(jobs)))
}
