import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { SelectionBar } from '../src/features/models/list/selection-bar.tsx'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { availableModel, sessionOf } from './fixtures.ts'

afterEach(() => vi.unstubAllGlobals())

test('any number of models can be deleted at once', async () => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  const models = Array.from({ length: 1000 }, (_, index) => availableModel(`m${index}:latest`))
  const onDelete = vi.fn()
  const view = () => (
    <QueryClientProvider client={client}>
      <SelectionBar models={models} onDelete={onDelete} onClear={() => undefined} />
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: view }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
  await expect.element(page.getByText(/^1,000 selected/)).toBeVisible()
  await page.getByRole('button', { name: 'Delete' }).click()
  expect(onDelete).toHaveBeenCalledWith(models.map(({ name }) => name))
})
