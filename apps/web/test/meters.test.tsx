import type { RunningModel, SystemStats } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { Meters } from '../src/features/overview/meters.tsx'
import { runningQuery } from '../src/lib/queries/models.ts'
import { statsQuery } from '../src/lib/queries/system.ts'
import { runningModel } from './fixtures.ts'

const withoutGpu = {
  cpu: { percent: 1, cores: 8, load_average: [1, 1, 1] },
  memory: { total: 64, used: 20, available: 44, percent: 31 },
  vram: null,
  unified_memory: null,
  disk: null,
  gpus: [],
  gpus_known: true,
} as unknown as SystemStats

async function show(models: RunningModel[]) {
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  client.setQueryData(statsQuery.queryKey, withoutGpu)
  client.setQueryData(runningQuery(undefined).queryKey, { models, fetched_at: null, stale: false })
  const view = () => (
    <QueryClientProvider client={client}>
      <Meters />
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: view }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
}

test('a host that has no GPU says so', async () => {
  await show([runningModel('a:b', { size_vram: 0 })])
  await expect.element(page.getByText('no GPU found')).toBeVisible()
})

test('where Ollama uses a GPU that cannot be read here, none is not claimed', async () => {
  await show([runningModel('a:b')])
  await expect.element(page.getByText('GPU not readable')).toBeVisible()
  await expect.element(page.getByText('no GPU found')).not.toBeInTheDocument()
})
