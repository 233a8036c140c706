import { etagOf } from '@ollama-dashboard/client'
import { queryOptions } from '@tanstack/react-query'
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

export const recommendedSettingsQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: [...settingsKeys.recommended, instance, model],
    queryFn: ({ signal }) =>
      api.settings.recommended({ params: { model }, query: instanceQuery(instance) }, { signal }),
    staleTime: 30_000,
  })
