import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../../lib/api/instance-name.ts'
import { settingsKeys } from '../../../lib/queries/keys.ts'

export const settingsQuery = (model: string) =>
  queryOptions({
    queryKey: [...settingsKeys.ofModel, model],
    queryFn: ({ signal }) => api.settings.get({ params: { model } }, { signal }),
    staleTime: 30_000,
  })

export const recommendedSettingsQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: [...settingsKeys.recommended, instance, model],
    queryFn: ({ signal }) =>
      api.settings.recommended({ params: { model }, query: instanceQuery(instance) }, { signal }),
    staleTime: 30_000,
  })
