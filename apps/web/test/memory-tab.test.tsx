import '../src/styles.css'
import type { MemoryEstimate, ModelInfo } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { MemoryTab } from '../src/features/models/memory/memory-tab.tsx'
import { runningQuery } from '../src/lib/queries/models.ts'
import { availableModel } from './fixtures.ts'

const gib = 2 ** 30
const room = (memory: 'vram' | 'ram', usable: number) => ({
  memory,
  total_bytes: usable * gib,
  usable_bytes: usable * gib,
  max_context: 8192,
  max_context_without_unloading: 8192,
})
const estimateOn = (gpu: boolean): MemoryEstimate => ({
  weights_bytes: 6 * gib,
  kv_cache_bytes_per_token: 65_536,
  kv_cache_type: 'f16',
  num_parallel: 1,
  estimate: [
    { context: 4096, bytes: 7 * gib, fits: 'yes', observed: false },
    { context: 16_384, bytes: 10 * gib, fits: gpu ? 'partly' : 'yes', observed: false },
  ],
  host: {
    gpu: gpu ? room('vram', 8) : null,
    cpu: room('ram', 32),
    usable_bytes: 40 * gib,
    max_context: 16_384,
  },
})

async function show(memory: MemoryEstimate) {
  const model = availableModel('qwen3:14b')
  const info = { model, model_info: {}, memory } as unknown as ModelInfo
  const client = new QueryClient({
    defaultOptions: { queries: { enabled: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(runningQuery(undefined).queryKey, { models: [], fetched_at: null, stale: false })
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <MemoryTab info={info} onSettings={() => {}} /> }),
    history: createMemoryHistory(),
  })
  await render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  await expect.element(page.getByRole('table')).toBeVisible()
}

test('with a GPU the table says how much of the model runs on it', async () => {
  await show(estimateOn(true))
  await expect.element(page.getByRole('columnheader', { name: 'On GPU' })).toBeVisible()
  await expect.element(page.getByRole('cell', { name: /^80\s%$/ })).toBeVisible()
  await expect.element(page.getByText(/512 MiB for each GPU/)).toBeVisible()
})

test('without one nothing is said of a GPU, nor of a share on the CPU', async () => {
  await show(estimateOn(false))
  await expect.element(page.getByRole('columnheader', { name: 'In RAM' })).toBeVisible()
  expect(document.body.textContent).not.toMatch(/GPU|on the CPU/)
})
