import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { unlessLive } from '../api/live.ts'
import { tellApart } from '../models/model-identity.ts'
import { modelKeys } from './keys.ts'

/** The server reads what is loaded every half second while somebody looks: with this, a change shows in well under two. */
export const runningQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: [...modelKeys.running, instance],
    queryFn: ({ signal }) => api.models.running({ query: instanceQuery(instance) }, { signal }),
    refetchInterval: unlessLive(750),
  })

export const availableQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: [...modelKeys.available, instance],
    queryFn: async ({ signal }) => {
      const list = await api.models.available({ query: instanceQuery(instance) }, { signal })
      tellApart(list.models)
      return list
    },
    refetchInterval: 30_000,
  })

export const modelInfoQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: [...modelKeys.info, instance, model],
    queryFn: ({ signal }) => api.models.info({ params: { model }, query: instanceQuery(instance) }, { signal }),
    staleTime: 60_000,
  })

/** What a model takes in memory, and what fits now: no event tells what other programs take, so it is read again and again. */
export const modelMemoryQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    ...modelInfoQuery(instance, model),
    select: ({ memory }) => memory,
    refetchInterval: 2000,
  })

/**
 * What starting models would do now, each by itself and all in order. As the figures of the host come seconds after a
 * change, and no event tells what other programs take, it is read again and again.
 */
export const loadPlanQuery = (instance: InstanceName, models: readonly string[]) =>
  queryOptions({
    queryKey: [...modelKeys.plan, instance, ...models],
    queryFn: ({ signal }) =>
      api.models.plan({ query: { models: [...models], ...instanceQuery(instance) } }, { signal }),
    enabled: models.length > 0,
    refetchInterval: 3000,
  })

/** What can be pulled, and whether it fits. */
export const catalogueQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: [...modelKeys.catalogue, instance],
    queryFn: ({ signal }) => api.catalogue.list({ query: instanceQuery(instance) }, { signal }),
    staleTime: 60_000,
  })

/** The largest model that could be loaded now without unloading another. */
export const modelRoomQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: [...modelKeys.room, instance],
    queryFn: ({ signal }) => api.models.room({ query: instanceQuery(instance) }, { signal }),
    refetchInterval: 10_000,
  })
