import type { ModelActionResult } from '@ollama-dashboard/contracts'
import {
  type MutationOptions,
  type QueryClient,
  useMutation,
  useMutationState,
  useQueryClient,
} from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { notify } from '../notices.ts'
import { eventsKey, modelKeys, serviceKey } from '../queries/keys.ts'

export const modelActions = ['start', 'stop', 'restart', 'pin', 'unpin'] as const
export type ModelAction = (typeof modelActions)[number]

const send: Readonly<Record<ModelAction, (model: string, query: { instance?: string }) => Promise<ModelActionResult>>> =
  {
    start: (model, query) => api.models.start({ params: { model }, query }),
    stop: (model, query) => api.models.stop({ params: { model }, query }),
    restart: (model, query) => api.models.restart({ params: { model }, query }),
    pin: (model, query) => api.models.start({ params: { model }, query, body: { keep_alive: -1 } }),
    // Ollama's own default: there is no way to ask for "as before".
    unpin: (model, query) => api.models.start({ params: { model }, query, body: { keep_alive: '5m' } }),
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

const keyOf = (instance: InstanceName) => ['model-action', instance] as const

/** Starts, stops, restarts or pins a model, and reads again what that changed. */
export const useModelAction = (instance: InstanceName) => useMutation(actionOptions(useQueryClient(), instance))

function actionOptions(client: QueryClient, instance: InstanceName): MutationOptions<ModelActionResult, Error, Asked> {
  return {
    mutationKey: keyOf(instance),
    mutationFn: ({ action, model }: Asked) => send[action](model, instanceQuery(instance)),
    onSuccess: ({ message, changed, duration_seconds }, { action, model }) => {
      const startAgain = () =>
        void client
          .getMutationCache()
          .build(client, actionOptions(client, instance))
          .execute({ action: 'start', model })
          // `onError` tells it.
          .catch(() => undefined)
      notify({
        kind: 'ok',
        title: message.replaceAll('"', ''),
        ...(changed && { seconds: duration_seconds }),
        ...(changed && action === 'stop' && { undo: { label: 'Start again', run: startAgain } }),
      })
    },
    onError: (error, { action, model }) => notify({ kind: 'broken', title: `${model} ${failed[action]}`, error }),
    meta: { invalidates: [modelKeys.all, eventsKey, serviceKey] },
  }
}

export interface ActionState {
  /** What is under way, and since when; milliseconds since the epoch. */
  readonly pending: { readonly action: ModelAction; readonly since: number } | null
  /** Why the last action on the model failed; gone with the next one. */
  readonly error: unknown
}

/** How the last action on a model stands, wherever on the page it was asked for. */
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
  const last = states.at(-1)
  if (!last) return { pending: null, error: null }
  return {
    pending: last.status === 'pending' ? { action: last.asked.action, since: last.since } : null,
    error: last.status === 'error' ? last.error : null,
  }
}
