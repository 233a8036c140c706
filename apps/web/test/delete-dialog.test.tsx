import type { DeletePreview } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { DeleteDialog } from '../src/features/models/delete-dialog.tsx'
import { availableModel } from './fixtures.ts'

afterEach(() => vi.unstubAllGlobals())

const hourMs = 3_600_000

/** A server where `m0` was used five hours ago and `m1` three days ago. */
async function show(names: readonly string[], differing: Partial<DeletePreview> = {}) {
  const asked: string[] = []
  const preview = (model: string) => ({
    model,
    size: 2e9,
    freed_bytes: 1e9,
    shared_with: [],
    is_running: false,
    saved_settings: null,
    ...differing,
  })
  const used = (model: string, hours: number) => ({
    model,
    last_used_at: new Date(Date.now() - hours * hourMs).toISOString(),
    last_used_by: 'env:operator',
    requests: 61,
  })
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    const [, model] = /models\/delete\/([^?]+)/.exec(url) ?? []
    if (model) return Response.json(preview(decodeURIComponent(model)))
    if (url.includes('/performance'))
      return Response.json({
        models: [used('m1:latest', 73), used('m0:latest', 5.5), used('other:1b', 1)],
        history: [],
      })
    return Response.json({ models: names.map((name) => availableModel(name, { has_custom_settings: true })) })
  })
  const view = () => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <DeleteDialog names={names} onClose={() => undefined} onDeleted={() => undefined} />
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: view }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
  return { asked: () => asked.filter((url) => url.includes('/models/delete/')).length }
}

const said = (text: string | RegExp) => expect.element(page.getByText(text)).toBeVisible()
const lines = () =>
  page
    .getByRole('listitem')
    .elements()
    .map(({ textContent }) => textContent)

test('deleting a model says when it was used, that it is loaded, and that its settings go', async () => {
  await show(['m1:latest'], { is_running: true, saved_settings: 'removed' })
  await said('Last used in the dashboard 3 days ago by API_KEY_OPERATOR, 61 requests in 30 days')
  await said('Loaded, will be unloaded first')
  await said('Its saved settings will be removed')
})

test('nothing is said of a use that is not known, and settings of another server stay', async () => {
  await show(['m2:latest'], { saved_settings: 'kept' })
  await said('Its saved settings stay, for the same model on another server')
  expect(lines().some((line) => line?.includes('used in'))).toBe(false)
})

test('of several the one is named that was used last', async () => {
  await show(['m0:latest', 'm1:latest', 'm2:latest'], { saved_settings: 'removed' })
  await said('Saved settings of 3 models will be removed')
  expect(lines()).toContainEqual(
    'm0:latest was used in the dashboard 5 hours ago by API_KEY_OPERATOR, and 1 of the others in the last 30 days',
  )
})

test('more than one job takes are told from their list, without a request for each', async () => {
  const { asked } = await show(Array.from({ length: 60 }, (_, index) => `m${index}:latest`))
  await said(/^Frees up to .* \(some layers may be shared\)$/)
  await said('Saved settings of 60 models will be removed')
  expect(asked()).toBe(0)
})
