import { comparableName, type PullJob, PullProgress } from '@ollama-dashboard/contracts'
import { type Static, Type } from '@sinclair/typebox'
import type { Instances, ModelInput } from '../../instances/instances.ts'
import type { CallContext } from '../../kernel/call-context.ts'
import { currentTraceId } from '../../kernel/tracing/trace-context.ts'
import { normalizeNewName } from '../../ollama/model-name.ts'
import { type NoteOperation, type Outcome, outcomeOf } from '../../operations/ended-operation.ts'
import type { JobKind, JobKinds } from '../job-kind.ts'
import { untilReachable } from '../until-reachable.ts'
import { createPullTracker } from './pull-tracker.ts'
import { type PullTools, runPull } from './run-pull.ts'

const PullPayload = Type.Object({ model: Type.String(), instance: Type.String() })
type PullPayload = Static<typeof PullPayload>

type PullKind = JobKind<PullPayload, PullProgress, null, 'pull'>

export interface PullOptions extends PullTools {
  readonly instances: Instances
  /** How many models are pulled at once; 2 when absent. */
  readonly maxConcurrent?: number | undefined
  readonly onEnd?: NoteOperation
}

/** Pulls of models: Ollama keeps what has arrived, so that a pull goes on where it was. */
function pullKind({ instances, maxConcurrent = 2, ...tools }: PullOptions): PullKind {
  return {
    kind: 'pull',
    schemas: { payload: PullPayload, progress: PullProgress, result: Type.Null() },
    maxConcurrent,
    resumable: true,
    isKeptFirst: true,
    cancelHint: 'Downloaded data is kept.',
    // Of all servers together: they share the way to the registry.
    lane: () => 'downloads',
    key: ({ model, instance }) => JSON.stringify([instance, comparableName(model)]),
    describe: ({ model }) => `pull of "${model}"`,
    begunBy: () => 'models.pull',
    about: ({ model, instance }) => ({ model, instance }),
    expectReady: ({ instance }) => instances.find(instance).expectReachable(),
    untilReady: ({ instance }, signal) => untilReachable(instances.find(instance), tools.clock, signal),
    async run({ payload, before, context: { signal }, attempt, progress }) {
      const instance = instances.find(payload.instance)
      const tracker = createPullTracker(tools.clock, before)
      const { model } = payload
      const startedAt = tools.clock.elapsed()
      let retries = 0
      const onRetry = () => {
        retries += 1
      }
      const tell = (outcome: Outcome | null) => {
        const seconds = (tools.clock.elapsed() - startedAt) / 1000
        if (outcome)
          tools.onEnd?.({ operation: 'pull', instance, model, seconds, outcome, retries, traceId: currentTraceId() })
      }
      try {
        await runPull({ model, instance, tracker, signal, onAttempt: attempt, onRetry, onProgress: progress }, tools)
      } catch (error) {
        tell(outcomeOf(error, signal))
        throw error
      }
      tell('succeeded')
      // Once the pull is told as done, the list has the model; what is known of models is kept by digest.
      await instance.installed.refresh()
      return null
    },
  }
}

export interface Pulls {
  /** Begins to pull a model, or joins the pull of it that has not ended. */
  pull(context: CallContext, input: ModelInput): Promise<PullJob>
}

export function createPulls(options: PullOptions): JobKinds<Pulls> {
  const kind = pullKind(options)
  return {
    kinds: [kind],
    begin: (jobs) => ({
      async pull(context, { model, instance: instanceName }) {
        const { name: instance } = options.instances.find(instanceName)
        return jobs.begin(context, kind, { model: normalizeNewName(model), instance })
      },
    }),
  }
}
