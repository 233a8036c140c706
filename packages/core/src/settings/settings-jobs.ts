import type { ApplyJob, ApplyResult, UndoResult } from '@ollama-dashboard/contracts'
import { type Static, Type } from '@sinclair/typebox'
import type { InstanceInput, Instances } from '../instances/instances.ts'
import type { JobKind, JobKinds } from '../jobs/job-kind.ts'
import { untilReachable } from '../jobs/until-reachable.ts'
import type { CallContext } from '../kernel/call-context.ts'
import type { Clock } from '../kernel/clock.ts'
import { DashboardError } from '../kernel/errors.ts'
import { holdGrant } from '../kernel/rights/held-grant.ts'
import type { ApplyOptions, Settings } from './settings.ts'

const Payload = Type.Object({
  instance: Type.String(),
  overwrite: Type.Boolean(),
  /** Patterns of the grant that whoever began it had. */
  only: Type.Optional(Type.Array(Type.String())),
})
type Payload = Static<typeof Payload>
const Result = Type.Unsafe<ApplyResult>(Type.Object({ applied: Type.Integer(), changes: Type.Array(Type.Unknown()) }))

type ApplyKind = JobKind<Payload, null, ApplyResult, 'apply'>

interface SettingsJobsOptions {
  /** Asked for when a job runs. */
  readonly settings: () => Settings
  readonly instances: Instances
  readonly clock: Clock
}

/** Recommended settings for all models: a thousand that nobody looked at yet take Ollama minutes. */
const applyKind = ({ settings, instances, clock }: SettingsJobsOptions): ApplyKind => ({
  kind: 'apply',
  schemas: { payload: Payload, progress: Type.Null(), result: Result },
  maxConcurrent: 1,
  resumable: true,
  isKeptFirst: false,
  cancelHint: 'No settings were changed.',
  lane: () => 'settings',
  key: ({ instance, overwrite, only }) => JSON.stringify([instance, overwrite, ...(only ?? [])]),
  describe: () => 'update to recommended settings',
  begunBy: () => 'settings.applyAllRecommended',
  about: ({ instance }) => ({ instance }),
  expectReady: ({ instance }) => instances.find(instance).expectReachable(),
  untilReady: ({ instance }, signal) => untilReachable(instances.find(instance), clock, signal),
  async run({ payload, context, attempt }) {
    await attempt()
    const { only: models, ...input } = payload
    const actor = models ? { ...context.actor, grant: holdGrant({ models }) } : context.actor
    return settings().applyAllRecommended({ ...context, actor }, input)
  },
})

export interface SettingsJobs {
  /** `Settings.applyAllRecommended` as a job. */
  applyAllRecommended(context: CallContext, input?: InstanceInput & ApplyOptions): Promise<ApplyJob>
  /** Puts back what such a job replaced; throws `job_not_found` for any other, and `job_not_ended`. */
  undoApply(context: CallContext, input: { readonly job: string }): Promise<UndoResult>
}

export function createSettingsJobs(options: SettingsJobsOptions): JobKinds<SettingsJobs> {
  const kind = applyKind(options)
  return {
    kinds: [kind],
    begin: (jobs) => ({
      applyAllRecommended: (context, { instance, overwrite = false } = {}) => {
        const only = context.actor.grant?.told.models
        const payload = { instance: options.instances.find(instance).name, overwrite, ...(only && { only }) }
        return jobs.begin(context, kind, payload)
      },

      async undoApply(context, { job: id }) {
        const job = await jobs.get(context, { id })
        if (job.kind !== 'apply') throw new DashboardError('job_not_found', `Job "${id}" did not apply any settings.`)
        if (!job.result) throw new DashboardError('job_not_ended', 'The settings are not applied yet.')
        return options.settings().undoApply(context, { changes: job.result.changes, instance: job.instance })
      },
    }),
  }
}
