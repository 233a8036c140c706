import type { PerformanceRange } from '@ollama-dashboard/contracts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { performanceKey } from './keys.ts'

/** How fast a model was seen to be. */
export const performanceQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: [...performanceKey, instance, model],
    queryFn: ({ signal }) => api.performance.get({ params: { model }, query: instanceQuery(instance) }, { signal }),
    staleTime: 10_000,
  })

/** How fast every model was seen to be, and all of them by the hour. */
export const allPerformanceQuery = (instance: InstanceName, range: PerformanceRange) =>
  queryOptions({
    queryKey: [...performanceKey, instance, { range }],
    queryFn: ({ signal }) => api.performance.list({ query: { ...instanceQuery(instance), range } }, { signal }),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  })
