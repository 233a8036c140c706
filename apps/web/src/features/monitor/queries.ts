import type { PerformanceRange, TimelineKind } from '@ollama-dashboard/contracts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../lib/api/instance-name.ts'
import { modelKeys, operationsKey, timelineKey } from '../../lib/queries/keys.ts'
import { type Period, refreshOf } from '../../lib/queries/system.ts'
import { type Span, spanOf } from './period.ts'

/** Loads and unloads are told by events; how long a model has been there is a matter of the clock. */
export const residencyQuery = (instance: InstanceName, period: Period) =>
  queryOptions({
    queryKey: [...modelKeys.residency, instance, period],
    queryFn: ({ signal }) => api.models.residency({ query: { ...instanceQuery(instance), ...period } }, { signal }),
    refetchInterval: 'range' in period ? 15_000 : false,
    placeholderData: keepPreviousData,
  })

export const operationsQuery = (instance: InstanceName, range: PerformanceRange) =>
  queryOptions({
    queryKey: [...operationsKey, instance, { range }],
    queryFn: ({ signal }) => api.metrics.performance({ query: { ...instanceQuery(instance), range } }, { signal }),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  })

export const markedKinds = ['version', 'restart', 'alert', 'reload'] as const satisfies readonly TimelineKind[]

/** More than these are no marks but a wall. */
const marksAtMost = 200

/** What charts mark, newest first. */
export const marksQuery = (instance: InstanceName, period: Period) =>
  queryOptions({
    queryKey: [...timelineKey, 'marks', instance, period],
    queryFn: ({ signal }) => {
      const span = spanOf(period, Date.now() / 1000)
      const query = { ...endsOf(span), ...instanceQuery(instance), kinds: [...markedKinds], limit: marksAtMost }
      return api.timeline.list({ query }, { signal })
    },
    refetchInterval: refreshOf(period) && 15_000,
    placeholderData: keepPreviousData,
  })

/** As the API takes them; what is to come needs no end. */
const endsOf = ({ from, to }: Span) => ({
  from: new Date(from * 1000).toISOString(),
  to: new Date(Math.ceil(to) * 1000).toISOString(),
})
