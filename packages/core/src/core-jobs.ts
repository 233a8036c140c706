import { createJobs, type JobsOptions } from './jobs/jobs.ts'
import { createPullKind, createPulls, type PullOptions } from './jobs/pulls/pulls.ts'
import { createModelJobs, createModelKinds, type ModelKindOptions } from './models/model-jobs.ts'
import { type ApplyKindOptions, createApplyKind, createSettingsJobs } from './settings/settings-jobs.ts'

type JobOptions = Omit<JobsOptions, 'kinds'> & PullOptions & ModelKindOptions & ApplyKindOptions

/** Every kind of job there is, and what begins them. */
export function openJobs(options: JobOptions) {
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
