import type { StatsHistory, SystemStats } from '@ollama-dashboard/contracts'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { watchStats } from '../api/watched-stats.ts'
import { withSample } from './history-sample.ts'
import { systemKey } from './keys.ts'
import { statsQuery } from './system.ts'

/** Has the host measured every second, and what is shown of now follow, while the page is in sight and this is used. */
export function useLiveStats({ isOn = true }: { readonly isOn?: boolean } = {}): void {
  const client = useQueryClient()
  useEffect(() => (isOn ? watchStats((stats) => noteSample(client, stats)) : undefined), [client, isOn])
}

/** What is shown of now has one more sample. */
export function noteSample(client: QueryClient, stats: SystemStats): void {
  client.setQueryData(statsQuery.queryKey, stats)
  const histories = client.getQueryCache().findAll({
    queryKey: [...systemKey, 'history'],
    type: 'active',
    predicate: ({ state }) => (state.data as StatsHistory | undefined)?.range === '15m',
  })
  for (const { queryKey, state } of histories) {
    const add = (history?: StatsHistory) => history && withSample(history, stats)
    // It was answered when it was: a sample knows less than the next answer.
    client.setQueryData<StatsHistory>(queryKey, add, { updatedAt: state.dataUpdatedAt })
  }
}
