import {
  type BulkAction,
  type BulkJob,
  type ModelActionResult,
  type RestartJob,
  type StartJob,
  type StartRequest,
  type StopJob,
  sameModel,
} from '@ollama-dashboard/contracts'
import { type Static, Type } from '@sinclair/typebox'
import type { InstanceInput, Instances, ModelInput } from '../instances/instances.ts'
import type { JobKind, JobKinds, JobRun } from '../jobs/job-kind.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { untilReachable } from '../jobs/until-reachable.ts'
import type { CallContext } from '../kernel/call-context.ts'
import type { Clock } from '../kernel/clock.ts'
import { normalizeModelName } from '../ollama/model-name.ts'
import { bulkKind, type OfModels } from './actions/bulk-kind.ts'
import { distinctModels } from './actions/distinct-models.ts'
import { refuseUnloading } from './actions/start-model.ts'
import { toldRequest } from './actions/told-request.ts'
import { findInstalled } from './find-model.ts'
import type { Models, StartInput } from './models.ts'

// What is stored was checked when it was asked for.
const Request = Type.Unsafe<StartRequest>(Type.Object({}))
const OfModel = Type.Object({ instance: Type.String(), model: Type.String(), request: Request })
type OfModel = Static<typeof OfModel>
const ActionResult = Type.Unsafe<ModelActionResult>(Type.Object({ success: Type.Literal(true), model: Type.String() }))

/** Begins what `Models` does as a job: it goes on when its caller leaves, and after a restart. */
export interface ModelJobs {
  /** Throws `model_not_found`, or `validation_failed` for what can never be done. */
  startModel(context: CallContext, input: StartInput): Promise<StartJob>
  /** Throws `model_not_found`. */
  stopModel(context: CallContext, input: ModelInput): Promise<StopJob>
  /** As `startModel`. */
  restartModel(context: CallContext, input: StartInput): Promise<RestartJob>
  /** Throws `validation_failed` if two names mean the same model. */
  startModels(context: CallContext, input: ManyInput): Promise<BulkJob>
  /** As `startModels`. */
  stopModels(context: CallContext, input: ManyInput): Promise<BulkJob>
  /** As `startModels`. */
  deleteModels(context: CallContext, input: ManyInput): Promise<BulkJob>
}

type ManyInput = InstanceInput & { readonly models: readonly string[] }

interface ModelJobsOptions {
  /** Asked for when a job runs. */
  readonly models: () => Models
  readonly instances: Instances
  readonly clock: Clock
}

function modelKinds({ models, instances, clock }: ModelJobsOptions) {
  /** What all kinds of work on models have in common. */
  const common = {
    resumable: true,
    isKeptFirst: false,
    expectReady: ({ instance }: { readonly instance: string }) => instances.find(instance).expectReachable(),
    untilReady: ({ instance }: { readonly instance: string }, signal: AbortSignal) =>
      untilReachable(instances.find(instance), clock, signal),
  }

  function actionKind<Name extends 'start' | 'stop' | 'restart'>(
    kind: Name,
    act: (run: JobRun<OfModel, null>) => Promise<ModelActionResult>,
  ): JobKind<OfModel, null, ModelActionResult, Name> {
    return {
      ...common,
      kind,
      schemas: { payload: OfModel, progress: Type.Null(), result: ActionResult },
      // Whoever works on one model takes turns anyway, and a stop must not wait behind the load that it ends.
      maxConcurrent: Number.POSITIVE_INFINITY,
      lane: () => 'models',
      cancelHint: '',
      key: ({ instance, model, request }) => JSON.stringify([instance, model.toLowerCase(), request]),
      describe: ({ model }) => `${kind} of "${model}"`,
      begunBy: () => `models.${kind}`,
      about: ({ instance, model }) => ({ instance, model }),
      async run(run) {
        await run.attempt()
        return act(run)
      },
    }
  }

  return {
    start: actionKind('start', ({ payload, context }) => models().start(context, payload)),
    stop: actionKind('stop', ({ payload: { instance, model }, context }) =>
      models().stop(context, { instance, model }),
    ),
    restart: actionKind('restart', ({ payload, context }) => models().restart(context, payload)),
    bulk: bulkKind({ models, ...common }),
  }
}

export function createModelJobs(options: ModelJobsOptions): JobKinds<ModelJobs> {
  const { instances } = options
  const kinds = modelKinds(options)

  /** What can be told at once is: that there is no such model, or that the request makes no sense. */
  async function payloadOf({ model: name, instance: instanceName, request = {} }: StartInput): Promise<OfModel> {
    refuseUnloading(request.keep_alive ?? request.settings?.keep_alive)
    const instance = instances.find(instanceName)
    const model = normalizeModelName(name)
    if (request.pull) return { instance: instance.name, model, request }
    instance.expectReachable()
    const known = instance.installed.current().value?.find((one) => sameModel(one.name, model))
    return { instance: instance.name, model: (known ?? (await findInstalled(instance, model))).name, request }
  }

  /** One that has not come to its load would load the model after it was stopped. */
  async function cancelStarts(jobs: Pick<Jobs, 'list' | 'cancel'>, context: CallContext, { instance, model }: OfModel) {
    for (const job of await jobs.list(context)) {
      if (job.kind !== 'start' && job.kind !== 'restart') continue
      if (job.instance === instance && sameModel(job.model, model)) await jobs.cancel(context, job)
    }
  }

  const manyOf = (action: BulkAction, { instance, models }: ManyInput): OfModels => ({
    instance: instances.find(instance).name,
    models: [...distinctModels(models)],
    action,
  })

  return {
    kinds: Object.values(kinds),
    begin: (jobs) => ({
      async startModel(context, input) {
        const payload = await payloadOf(input)
        context.changed?.({ after: toldRequest(payload.request) })
        return jobs.begin(context, kinds.start, payload)
      },
      async stopModel(context, input) {
        const payload = await payloadOf(input)
        await cancelStarts(jobs, context, payload)
        return jobs.begin(context, kinds.stop, payload)
      },
      async restartModel(context, input) {
        const payload = await payloadOf(input)
        context.changed?.({ after: toldRequest(payload.request) })
        return jobs.begin(context, kinds.restart, payload)
      },
      startModels: async (context, input) => jobs.begin(context, kinds.bulk, manyOf('start', input)),
      stopModels: async (context, input) => jobs.begin(context, kinds.bulk, manyOf('stop', input)),
      deleteModels: async (context, input) => jobs.begin(context, kinds.bulk, manyOf('delete', input)),
    }),
  }
}
