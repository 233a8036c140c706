import { createJobs, type Jobs, type JobsOptions, type OwnedJobs } from './jobs/jobs.ts'
import { createPullKind, createPulls, type PullOptions, type Pulls } from './jobs/pulls/pulls.ts'
import { createModelJobs, createModelKinds, type ModelJobs, type ModelKindOptions } from './models/model-jobs.ts'
import {
  type ApplyKindOptions,
  createApplyKind,
  createSettingsJobs,
  type SettingsJobs,
} from './settings/settings-jobs.ts'

/** What jobs are, and what begins each kind of them. */
export interface CoreJobs extends Jobs, Pulls, ModelJobs, SettingsJobs {}

type JobOptions = Omit<JobsOptions, 'kinds'> & PullOptions & ModelKindOptions & ApplyKindOptions

/** Every kind of job there is, and what begins them. */
export function openJobs(options: JobOptions): OwnedJobs & CoreJobs {
  const { instances } = options
  const pull = createPullKind(options)
  const ofModels = createModelKinds(options)
  const apply = createApplyKind(options)
  const jobs = createJobs({ ...options, kinds: [pull, ...Object.values(ofModels), apply] })
  return {
    ...jobs,
    ...createPulls(pull, jobs, instances),
    ...createModelJobs(ofModels, jobs, instances),
    ...createSettingsJobs(apply, jobs, instances),
  }
}
