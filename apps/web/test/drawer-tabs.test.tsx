import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { availableQuery } from '../src/lib/queries/models.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { createAppRouter } from '../src/routes/router.tsx'
import '../src/styles.css'
import { availableModel, sessionOf } from './fixtures.ts'

afterEach(() => vi.unstubAllGlobals())

test('all tabs of the details are in sight on a desk', async () => {
  await page.viewport(1440, 900)
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
  client.setQueryData(sessionQuery.queryKey, sessionOf('operator'))
  client.setQueryData(availableQuery(undefined).queryKey, {
    models: [availableModel('qwen3:14b')],
    stale: false,
    fetched_at: '2026-01-02T03:04:05Z',
  })
  const history = createMemoryHistory({ initialEntries: ['/models?model=qwen3:14b&tab=raw'] })
  await render(
    <QueryClientProvider client={client}>
      <RouterProvider router={createAppRouter()} history={history} />
    </QueryClientProvider>,
  )
  const tabs = page.getByRole('tablist', { name: 'Details' })
  await expect.element(tabs).toBeVisible()
  await document.fonts.ready
  const { scrollWidth, clientWidth } = tabs.element()
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
})
