import type { AvailableModel, DeletePreview, PerformanceSummary } from '@ollama-dashboard/contracts'
import { limits } from '@ollama-dashboard/contracts/limits'
import { comparableName } from '@ollama-dashboard/contracts/parse-model-name'
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { api } from '../../lib/api/api.ts'
import { type InstanceName, instanceQuery } from '../../lib/api/instance-name.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { modelKeys } from '../../lib/queries/keys.ts'
import { availableQuery } from '../../lib/queries/models.ts'
import { allPerformanceQuery } from '../../lib/queries/performance.ts'

const deletePreviewQuery = (instance: InstanceName, model: string) =>
  queryOptions({
    queryKey: [...modelKeys.deletePreview, instance, model],
    queryFn: ({ signal }) =>
      api.models.deletePreview({ params: { model }, query: instanceQuery(instance) }, { signal }),
    staleTime: 0,
  })

export interface LastUse {
  readonly model: string
  readonly at: string
  /** Id of the key that asked; null if it used none. */
  readonly by: string | null
  /** In the last 30 days. */
  readonly requests: number
  /** How many others were used in the last 30 days. */
  readonly others: number
}

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
  /** The one that was used last; null where none is known to have been in the last 30 days. */
  readonly lastUsed: LastUse | null
  /** How many have saved settings, by what becomes of these. */
  readonly settings: { readonly removed: number; readonly kept: number }
}

/** What deleting models would do. So many that nobody reads about each are not asked for one by one: their list tells enough. */
export function useWhatDeletingDoes(names: readonly string[]): WhatDeletingDoes {
  const instance = useInstance()
  const asked = names.length > limits.models ? [] : names
  const previews = useQueries({ queries: asked.map((name) => deletePreviewQuery(instance, name)) })
  const { data: list } = useQuery(availableQuery(instance))
  const { data: uses, isPending, failureCount } = useQuery(allPerformanceQuery(instance, '30d'))
  const lastUsed = lastUsedOf(uses?.models ?? [], names)
  // A line that comes late would move the buttons; one that does not come keeps nobody from deleting.
  const isSettled = !isPending || failureCount > 0
  if (asked.length > 0) {
    const known = previews.flatMap(({ data }) => data ?? [])
    const error = previews.find((preview) => preview.error)?.error ?? null
    return { isReady: known.length === names.length && isSettled, error, lastUsed, ...sumOf(known, names) }
  }
  const known = (list?.models ?? []).filter(({ name }) => names.includes(name))
  return { isReady: isSettled, error: null, lastUsed, ...sumOf(known.map(atMost), names) }
}

type Told = Pick<DeletePreview, 'size' | 'freed_bytes' | 'shared_with' | 'is_running' | 'saved_settings'>

/** The list of models does not tell what is shared with other models, or other servers. */
const atMost = ({ size, is_running, has_custom_settings }: AvailableModel): Told => ({
  size,
  is_running,
  freed_bytes: null,
  shared_with: [],
  saved_settings: has_custom_settings ? 'removed' : null,
})

function lastUsedOf(all: readonly PerformanceSummary[], names: readonly string[]): LastUse | null {
  const asked = new Set(names.map(comparableName))
  const used = all.flatMap(({ model, last_used_at: at, last_used_by: by, requests }) =>
    at !== null && asked.has(comparableName(model)) ? [{ model, at, by, requests }] : [],
  )
  const [last] = used.toSorted((a, b) => b.at.localeCompare(a.at))
  return last ? { ...last, others: used.length - 1 } : null
}

const sumOf = (known: readonly Told[], names: readonly string[]) => ({
  freed: known.every(({ freed_bytes }) => freed_bytes !== null)
    ? known.reduce((sum, { freed_bytes }) => sum + (freed_bytes ?? 0), 0)
    : null,
  size: known.reduce((sum, { size }) => sum + (size ?? 0), 0),
  running: known.filter(({ is_running }) => is_running).length,
  settings: {
    removed: known.filter(({ saved_settings: fate }) => fate === 'removed').length,
    kept: known.filter(({ saved_settings: fate }) => fate === 'kept').length,
  },
  sharedWith: [...new Set(known.flatMap(({ shared_with }) => shared_with))].filter((name) => !names.includes(name)),
})
