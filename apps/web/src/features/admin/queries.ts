import { queryOptions } from '@tanstack/react-query'
import { api } from '../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../lib/api/instance-name.ts'
import { modelKeys, settingsKeys } from '../../lib/queries/keys.ts'

/** What a change to the settings of any models may change: the lists here, and the badges of the models page. */
export const changedByDefaults = [settingsKeys.all, modelKeys.all]

export const allRecommendedQuery = (instance: InstanceName) =>
  queryOptions({
    queryKey: [...settingsKeys.recommended, instance],
    queryFn: ({ signal }) =>
      api.settings.allRecommended({ query: instanceQuery(instance) }, { signal, timeoutMs: 120_000 }),
    staleTime: 30_000,
  })
