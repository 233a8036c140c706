import type { JobResult, ModelActionResult } from '@ollama-dashboard/contracts'
import { comparableName, sameModel } from '@ollama-dashboard/contracts/parse-model-name'
import {
  type MutationOptions,
  type QueryClient,
  useMutation,
  useMutationState,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { api } from '../api/api.ts'
import { currentOf } from '../api/current-instance.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { announce, notify } from '../notices.ts'
import { eventsKey, modelKeys, serviceKey } from '../queries/keys.ts'
import { instancesQuery } from '../queries/server.ts'
import { type ActionJob, isAction, isEnded, jobEnded, jobsQuery } from './jobs.ts'
import { isOutcomeShown } from './shown-outcomes.ts'

export const modelActions = ['start', 'stop', 'restart', 'pin', 'unpin'] as const
export type ModelAction = (typeof modelActions)[number]

interface Query {
  readonly wait: false
  readonly instance?: string
}

/** None waits for the end: the server owns what it began, and closing the page does not end it. */
const send: Readonly<Record<ModelAction, (model: string, query: Query) => Promise<JobResult>>> = {
  start: (model, query) => api.models.start({ params: { model }, query }),
  stop: (model, query) => api.models.stop({ params: { model }, query }),
  restart: (model, query) => api.models.restart({ params: { model }, query }),
  pin: (model, query) => api.models.start({ params: { model }, query, body: { keep_alive: -1 } }),
  // Ollama's own default: there is no way to ask for "as before".
  unpin: (model, query) => api.models.start({ params: { model }, query, body: { keep_alive: '5m' } }),
}

const sent = new Map<string, Promise<unknown>>()

/** Sends what is asked for a model after what was asked before: a stop that overtakes a start ends nothing. */
async function inTurn<T>(model: string, ask: () => Promise<T>): Promise<T> {
  const asked = Promise.allSettled([sent.get(model)]).then(ask)
  sent.set(model, asked)
  try {
    return await asked
  } finally {
    if (sent.get(model) === asked) sent.delete(model)
  }
}

const failed: Readonly<Record<ModelAction, string>> = {
  start: 'did not start',
  stop: 'did not stop',
  restart: 'did not restart',
  pin: 'could not be pinned',
  unpin: 'could not be unpinned',
}

interface Asked {
  readonly action: ModelAction
  readonly model: string
}

const anyKey = ['model-action'] as const
const keyOf = (instance: InstanceName) => [...anyKey, instance] as const

/** What failed while Ollama was away is no news any more. */
export function forgetActionFailures(client: QueryClient): void {
  const cache = client.getMutationCache()
  for (const mutation of cache.findAll({ mutationKey: anyKey, status: 'error' })) cache.remove(mutation)
}

/** Starts, stops, restarts or pins a model, and reads again what that changed. */
export const useModelAction = (instance: InstanceName) => useMutation(actionOptions(useQueryClient(), instance))

/** Resolves with what came of it; null where it was cancelled, here or by another action. */
type Outcome = ModelActionResult | null

function actionOptions(client: QueryClient, instance: InstanceName): MutationOptions<Outcome, Error, Asked> {
  return {
    mutationKey: keyOf(instance),
    async mutationFn({ action, model }: Asked) {
      const { job } = await inTurn(model, () => send[action](model, { wait: false, ...instanceQuery(instance) }))
      const ended = await jobEnded(client, job)
      return (isAction(ended) && ended.result) || null
    },
    onSuccess: (outcome, { action, model }) => {
      if (!outcome) return
      const { message, changed, duration_seconds } = outcome
      const title = message.replaceAll('"', '')
      // A row that says so already is seen; what is not seen is told.
      if (isOutcomeShown(action, model)) return announce(title)
      const startAgain = () =>
        void client
          .getMutationCache()
          .build(client, actionOptions(client, instance))
          .execute({ action: 'start', model })
          // `onError` tells it.
          .catch(() => undefined)
      notify({
        kind: 'ok',
        title,
        topic: action,
        // Nobody waits for a pin.
        ...(changed && action !== 'pin' && action !== 'unpin' && { seconds: duration_seconds }),
        ...(changed && action === 'stop' && { undo: { label: 'Start again', run: startAgain } }),
      })
    },
    onError: (error, { action, model }) =>
      notify({ kind: 'broken', title: `${model} ${failed[action]}`, topic: action, error }),
    meta: { invalidates: [modelKeys.all, eventsKey, serviceKey] },
  }
}

/** What is under way, and since when; milliseconds since the epoch. */
export interface PendingAction {
  readonly action: ModelAction
  readonly since: number
}

export interface ActionState {
  readonly pending: PendingAction | null
  /** Why the last action on the model failed; gone with the next one. */
  readonly error: unknown
}

/** How the last action on a model stands, wherever it was asked for: here, in another tab, or before a reload. */
export function useActionState(instance: InstanceName, model: string): ActionState {
  const states = useMutationState({
    filters: {
      mutationKey: keyOf(instance),
      predicate: ({ state }) => (state.variables as Asked | undefined)?.model === model,
    },
    select: ({ state }) => ({
      status: state.status,
      asked: state.variables as Asked,
      since: state.submittedAt,
      error: state.error,
    }),
  })
  const { data: server } = useQuery({
    ...instancesQuery,
    select: ({ instances }) => currentOf(instances, instance)?.name,
  })
  const { data: job } = useQuery({
    ...jobsQuery,
    select: ({ jobs }) =>
      jobs.filter(isAction).find((one) => !isEnded(one) && one.instance === server && sameModel(one.model, model)),
  })
  const last = states.at(-1)
  if (last?.status === 'pending') return { pending: { action: last.asked.action, since: last.since }, error: null }
  if (job) return { pending: actionOf(job), error: null }
  return { pending: null, error: last?.status === 'error' ? last.error : null }
}

/** What is under way on each model, for lists: to look for it in every row would cost more than the rest of the row. */
export function usePendingActions(instance: InstanceName): (model: string) => PendingAction | null {
  const asked = useMutationState({
    filters: { mutationKey: keyOf(instance) },
    select: ({ state }) => ({ ...(state.variables as Asked), status: state.status, since: state.submittedAt }),
  })
  const { data: server } = useQuery({
    ...instancesQuery,
    select: ({ instances }) => currentOf(instances, instance)?.name,
  })
  const { data: jobs } = useQuery({
    ...jobsQuery,
    select: ({ jobs }) => jobs.filter(isAction).filter((one) => !isEnded(one) && one.instance === server),
  })
  const pending = useMemo(() => {
    const last = new Map(asked.map((one) => [comparableName(one.model), one]))
    return new Map<string, PendingAction>([
      // The newest comes first, and the last one counts.
      ...(jobs ?? []).toReversed().map((job) => [comparableName(job.model), actionOf(job)] as const),
      ...[...last].filter(([, { status }]) => status === 'pending'),
    ])
  }, [asked, jobs])
  return useCallback((model) => (pending.size === 0 ? null : (pending.get(comparableName(model)) ?? null)), [pending])
}

const actionOf = ({ kind, created_at }: ActionJob): PendingAction => ({ action: kind, since: Date.parse(created_at) })
