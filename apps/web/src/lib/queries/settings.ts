import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { modelKeys, settingsKeys } from './keys.ts'

/** What saving the settings of one model changes: all that tells of settings, and what the list says of the model. */
export const changedBySaving = [settingsKeys.all, modelKeys.available]

export const effectiveSettingsQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: [...settingsKeys.effective, instance, model],
    queryFn: ({ signal }) => api.settings.effective({ params: { model }, query: instanceQuery(instance) }, { signal }),
    staleTime: 30_000,
  })
