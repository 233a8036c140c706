import type { ModelActivity, ModelsActivity } from '@ollama-dashboard/contracts'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { unlessLive } from '../api/live.ts'
import { modelKeys } from '../queries/keys.ts'

/** What the models of a server do. Events tell what changes, and are no longer heard while the stream is broken. */
export const activityQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: [...modelKeys.activity, instance],
    queryFn: ({ signal }) => api.models.activity({ query: instanceQuery(instance) }, { signal }),
    refetchInterval: unlessLive(2000),
  })

/** Puts what a model does now where the page has it. */
export function rememberActivity(client: QueryClient, instance: string, now: ModelActivity): void {
  const queryKey = modelKeys.activity
  let isNews = false
  client.setQueriesData<ModelsActivity>({ queryKey }, (known) => {
    if (known?.instance !== instance) return undefined
    const before = known.models.find(({ model }) => model === now.model)
    isNews ||= before?.requests !== now.requests
    const models = before ? known.models.map((one) => (one === before ? now : one)) : [...known.models, now]
    return { ...known, models }
  })
  // An answer that is on its way may be of before that, and would take its place.
  if (isNews && client.isFetching({ queryKey }) > 0) void client.invalidateQueries({ queryKey })
}

/** Running requests of all models together. */
export const requestsIn = ({ models }: ModelsActivity): number =>
  models.reduce((sum, { requests }) => sum + requests, 0)
