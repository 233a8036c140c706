import type { SystemStats } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { renderHook } from 'vitest-browser-react'
import { useKnownHardware } from '../src/features/frame/use-known-hardware.ts'
import { statsQuery } from '../src/lib/queries/system.ts'

const memory = { total: 64, used: 10, available: 54, percent: 15.6 }
const before = { gpus: [], gpus_known: false, vram: null, unified_memory: null, memory } as unknown as SystemStats
const found = {
  ...before,
  gpus: [{ name: 'NVIDIA L4' }],
  gpus_known: true,
  vram: { total: 24, used: 1, free: 23, percent: 4 },
} as unknown as SystemStats

test('what fits is asked again once a GPU is found, or memory is limited, and not for every sample', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } } })
  client.setQueryData(statsQuery.queryKey, before)
  const answer = () => {
    for (const key of [['settings', 'recommended'], ['models', 'info'], ['version']]) client.setQueryData(key, {})
  }
  answer()
  const outdated: unknown[] = []
  client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'invalidate') outdated.push(event.query.queryKey[0])
  })
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const { rerender } = await renderHook(() => useKnownHardware(), { wrapper })
  client.setQueryData(statsQuery.queryKey, { ...before, cpu_percent: 50 })
  await rerender()
  client.setQueryData(statsQuery.queryKey, found)
  await expect.poll(() => outdated).toHaveLength(2)
  client.setQueryData(statsQuery.queryKey, { ...found, memory: { ...memory, used: 11 }, cpu_percent: 60 })
  await rerender()
  expect(outdated.toSorted()).toEqual(['models', 'settings'])
  answer()
  client.setQueryData(statsQuery.queryKey, { ...found, memory: { ...memory, total: 8 } })
  await expect.poll(() => outdated.toSorted()).toEqual(['models', 'models', 'settings', 'settings'])
})
