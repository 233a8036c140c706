import type { PerformanceRange, StatsRange } from '@ollama-dashboard/contracts'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from './api.ts'
import { isLive } from './live.ts'

/** Which Ollama server; undefined means the default one. */
export type InstanceName = string | undefined

/** The part of a query that names it. */
export const on = (instance: InstanceName) => (instance === undefined ? {} : { instance })
const second = 1000

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.session.get({}, { signal }),
  staleTime: 60 * second,
})

export const instancesQuery = queryOptions({
  queryKey: ['instances'],
  queryFn: ({ signal }) => api.fleet.list({}, { signal }),
  refetchInterval: 5 * second,
})

export const serviceStatusQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: ['service', 'status', instance],
    queryFn: ({ signal }) => api.service.status({ query: on(instance) }, { signal }),
    refetchInterval: 10 * second,
  })

/** How often to ask for what the event stream tells of: seldom while it does. */
const unlessLive = (intervalMs: number) => () => (isLive() ? 10 * second : intervalMs)

/** The server reads what is loaded every half second while somebody looks: with this, a change shows in well under two. */
export const runningQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: ['models', 'running', instance],
    queryFn: ({ signal }) => api.models.running({ query: on(instance) }, { signal }),
    refetchInterval: unlessLive(0.75 * second),
  })

export const availableQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: ['models', 'available', instance],
    queryFn: ({ signal }) => api.models.available({ query: on(instance) }, { signal }),
    refetchInterval: 30 * second,
  })

export const modelInfoQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: ['models', 'info', instance, model],
    queryFn: ({ signal }) => api.models.info({ params: { model }, query: on(instance) }, { signal }),
    staleTime: 60 * second,
  })

export const statsQuery = queryOptions({
  queryKey: ['system', 'stats'],
  queryFn: ({ signal }) => api.system.stats({}, { signal }),
  refetchInterval: 2 * second,
})

export const statsHistoryQuery = (range: StatsRange) =>
  queryOptions({
    queryKey: ['system', 'history', range],
    queryFn: ({ signal }) => api.system.statsHistory({ query: { range } }, { signal }),
    refetchInterval: 4 * second,
    placeholderData: keepPreviousData,
  })

export const versionQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: ['version', instance],
    queryFn: ({ signal }) => api.system.version({ query: on(instance) }, { signal }),
    refetchInterval: 30 * second,
  })

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => api.observability.health({}, { signal }),
  refetchInterval: 5 * second,
})

export const eventsQuery = queryOptions({
  queryKey: ['events'],
  queryFn: ({ signal }) => api.observability.recentEvents({ query: { limit: 20 } }, { signal }),
  refetchInterval: unlessLive(3 * second),
})

export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: ({ signal }) => api.jobs.list({}, { signal }),
  refetchInterval: unlessLive(second),
})

export const catalogueQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: ['models', 'downloadable', instance],
    queryFn: ({ signal }) => api.catalogue.list({ query: on(instance) }, { signal }),
    staleTime: 60 * second,
  })

export const deletePreviewQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: ['models', 'delete', instance, model],
    queryFn: ({ signal }) => api.models.deletePreview({ params: { model }, query: on(instance) }, { signal }),
    staleTime: 0,
  })

/** Everything that is saved, by model. */
export const savedSettingsQuery = queryOptions({
  queryKey: ['settings', 'saved'],
  queryFn: ({ signal }) => api.settings.list({}, { signal }),
  staleTime: 30 * second,
})

export const settingsQuery = (model: string) =>
  queryOptions({
    queryKey: ['settings', 'of', model],
    queryFn: ({ signal }) => api.settings.get({ params: { model } }, { signal }),
    staleTime: 30 * second,
  })

export const effectiveSettingsQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: ['settings', 'effective', instance, model],
    queryFn: ({ signal }) => api.settings.effective({ params: { model }, query: on(instance) }, { signal }),
    staleTime: 30 * second,
  })

export const recommendedSettingsQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: ['settings', 'recommended', instance, model],
    queryFn: ({ signal }) => api.settings.recommended({ params: { model }, query: on(instance) }, { signal }),
    staleTime: 30 * second,
  })

export const allRecommendedQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: ['settings', 'recommended', instance],
    queryFn: ({ signal }) => api.settings.allRecommended({ query: on(instance) }, { signal, timeoutMs: 120 * second }),
    staleTime: 30 * second,
  })

const sessionsOfPage = 30

/** Chat sessions, newest first, page by page; with a text those whose title or messages have it. */
export const chatSessionsQuery = (q: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['chat', 'sessions', q],
    queryFn: ({ pageParam, signal }) =>
      api.chat.history(
        {
          query: {
            limit: sessionsOfPage,
            ...(q !== undefined && { q }),
            ...(pageParam !== null && { before: pageParam }),
          },
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

export const chatSessionQuery = (id: string) =>
  queryOptions({
    queryKey: ['chat', 'session', id],
    queryFn: ({ signal }) => api.chat.session({ params: { id } }, { signal }),
    staleTime: 5 * second,
  })

/** How fast every model was seen to be, and all of them by the hour. */
export const allPerformanceQuery = (instance: InstanceName, range: PerformanceRange) =>
  queryOptions({
    queryKey: ['performance', instance, { range }],
    queryFn: ({ signal }) => api.performance.list({ query: { ...on(instance), range } }, { signal }),
    refetchInterval: 15 * second,
    placeholderData: keepPreviousData,
  })

/** How fast a model was seen to be. */
export const performanceQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: ['performance', instance, model],
    queryFn: ({ signal }) => api.performance.get({ params: { model }, query: on(instance) }, { signal }),
    staleTime: 10 * second,
  })
