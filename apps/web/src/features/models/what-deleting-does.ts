import type { DeletePreview } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { api } from '../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../lib/api/instance-name.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { modelKeys } from '../../lib/queries/keys.ts'
import { availableQuery } from '../../lib/queries/models.ts'

const deletePreviewQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: [...modelKeys.deletePreview, instance, model],
    queryFn: ({ signal }) =>
      api.models.deletePreview({ params: { model }, query: instanceQuery(instance) }, { signal }),
    staleTime: 0,
  })

export interface WhatDeletingDoes {
  readonly isReady: boolean
  readonly error: Error | null
  /** Bytes that become free; null where some of them may be shared. */
  readonly freed: number | null
  /** Bytes of all files of the models. */
  readonly size: number
  /** How many are loaded. */
  readonly running: number
  /** Models that stay, and share layers with these. */
  readonly sharedWith: readonly string[]
}

/** What deleting models would do. So many that nobody reads about each are not asked for one by one: their list tells enough. */
export function useWhatDeletingDoes(names: readonly string[]): WhatDeletingDoes {
  const instance = useInstance()
  const asked = names.length > limits.models ? [] : names
  const previews = useQueries({ queries: asked.map((name) => deletePreviewQuery(instance, name)) })
  const { data: list } = useQuery(availableQuery(instance))
  if (asked.length > 0) {
    const known = previews.flatMap(({ data }) => data ?? [])
    const error = previews.find((preview) => preview.error)?.error ?? null
    return { isReady: known.length === names.length, error, ...sumOf(known, names) }
  }
  const known = (list?.models ?? []).filter(({ name }) => names.includes(name))
  const untold = { freed_bytes: null, shared_with: [] }
  return {
    isReady: true,
    error: null,
    ...sumOf(
      known.map((model) => ({ ...model, ...untold })),
      names,
    ),
  }
}

type Told = Pick<DeletePreview, 'size' | 'freed_bytes' | 'shared_with' | 'is_running'>

const sumOf = (known: readonly Told[], names: readonly string[]) => ({
  freed: known.every(({ freed_bytes }) => freed_bytes !== null)
    ? known.reduce((sum, { freed_bytes }) => sum + (freed_bytes ?? 0), 0)
    : null,
  size: known.reduce((sum, { size }) => sum + (size ?? 0), 0),
  running: known.filter(({ is_running }) => is_running).length,
  sharedWith: [...new Set(known.flatMap(({ shared_with }) => shared_with))].filter((name) => !names.includes(name)),
})
