import { etagOf } from '@ollama-dashboard/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../../lib/api/instance-name.ts'
import { settingsKeys } from '../../../lib/queries/keys.ts'

export const settingsQuery = (model: string) =>
  queryOptions({
    queryKey: [...settingsKeys.ofModel, model],
    queryFn: ({ signal }) => api.settings.get({ params: { model } }, { signal }),
    staleTime: 30_000,
    structuralSharing: keepVersion,
  })

/** One version stays one object, and every object one that was read: a copy would have no tag to send with a change. */
const keepVersion = (before: unknown, now: unknown): unknown =>
  before instanceof Object && now instanceof Object && etagOf(before) !== null && etagOf(before) === etagOf(now)
    ? before
    : now

const changesPerPage = 20

/** The changes of what is saved for a model, newest first, page by page. */
export const settingsHistoryQuery = (model: string) =>
  infiniteQueryOptions({
    queryKey: [...settingsKeys.history, model],
    queryFn: ({ pageParam, signal }) =>
      api.settings.history(
        { params: { model }, query: { limit: changesPerPage, ...(pageParam !== null && { before: pageParam }) } },
        { signal },
      ),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 30_000,
  })

export const recommendedSettingsQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: [...settingsKeys.recommended, instance, model],
    queryFn: ({ signal }) =>
      api.settings.recommended({ params: { model }, query: instanceQuery(instance) }, { signal }),
    staleTime: 30_000,
  })
