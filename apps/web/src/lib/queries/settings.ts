import { etagOf } from '@ollama-dashboard/client'
import type { SettingsEntry } from '@ollama-dashboard/contracts'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import { type InstanceName, instanceQuery } from '../api/instance-name.ts'
import { modelKeys, settingsKeys } from './keys.ts'

/** What saving the settings of one model changes: all that tells of settings, and what the list says of the model. */
export const changedBySaving = [settingsKeys.all, modelKeys.available]

/** Everything that is saved, by model. */
export const savedSettingsQuery = queryOptions({
  queryKey: settingsKeys.saved,
  queryFn: ({ signal }) => api.settings.list({}, { signal }),
  staleTime: 30_000,
})

export const effectiveSettingsQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: [...settingsKeys.effective, instance, model],
    queryFn: ({ signal }) => api.settings.effective({ params: { model }, query: instanceQuery(instance) }, { signal }),
    staleTime: 30_000,
  })

/** Lets a change of settings through only where what was read is still what is saved: else it fails with `precondition_failed`. */
export function ifUnchanged(entry: SettingsEntry): { readonly ifMatch?: string } {
  const ifMatch = etagOf(entry)
  return ifMatch === null ? {} : { ifMatch }
}
