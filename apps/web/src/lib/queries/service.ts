import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { doctorKey, rateLimitsKey, serviceKey, versionKey } from './keys.ts'

export const serviceStatusQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: [...serviceKey, 'status', instance],
    queryFn: ({ signal }) => api.service.status({ query: instanceQuery(instance) }, { signal }),
    refetchInterval: ({ state }) => (state.data?.changing ? 1000 : 10_000),
  })

export const versionQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: [...versionKey, instance],
    queryFn: ({ signal }) => api.system.version({ query: instanceQuery(instance) }, { signal }),
    refetchInterval: 60_000,
  })

/** It asks programs and addresses, so that it is done once, and then whenever somebody wants it. */
export const doctorQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: [...doctorKey, instance],
    queryFn: ({ signal }) => api.doctor.check({ query: instanceQuery(instance) }, { signal }),
    staleTime: 300_000,
  })

/** Of whoever is at the page. */
export const rateLimitsQuery = queryOptions({
  queryKey: rateLimitsKey,
  queryFn: ({ signal }) => api.observability.rateLimits({}, { signal }),
  refetchInterval: 5000,
})
