import type { RunningModel } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { RunningModels } from '../src/features/overview/running-models.tsx'
import { availableQuery, catalogueQuery, runningQuery } from '../src/lib/queries/models.ts'
import { instancesQuery, sessionQuery } from '../src/lib/queries/server.ts'
import { availableModel, runningModel, sessionOf } from './fixtures.ts'
import '../src/styles.css'

afterEach(() => vi.unstubAllGlobals())

/** The panel while those are in memory; the function that is returned tells it of others. */
async function show(...names: readonly string[]) {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  const tell = (models: readonly RunningModel[]) =>
    client.setQueryData(runningQuery(undefined).queryKey, { models: [...models], fetched_at: null, stale: false })
  client.setQueryData(sessionQuery.queryKey, sessionOf('operator'))
  client.setQueryData(instancesQuery.queryKey, { instances: [{ name: 'default', is_default: true }] as never })
  client.setQueryData(catalogueQuery(undefined).queryKey, { models: [], as_of: '2026-01-02' })
  client.setQueryData(availableQuery(undefined).queryKey, {
    models: [availableModel('phi4:14b')],
    fetched_at: null,
    stale: false,
  })
  tell(names.map((name) => runningModel(name)))
  const view = () => (
    <QueryClientProvider client={client}>
      <RunningModels />
    </QueryClientProvider>
  )
  const router = createRouter({ routeTree: createRootRoute({ component: view }), history: createMemoryHistory() })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
  return tell
}

const button = (name: string) => page.getByRole('button', { name, exact: true })

test('leaving "Start a model" gives the focus back to its button', async () => {
  await show('a:1b')
  button('Start a model').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByPlaceholder('Start a model')).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(button('Start a model')).toHaveFocus()
})

test('when the model that was stopped is gone, the next one has the focus, and at last the button that starts one', async () => {
  const tell = await show('a:1b', 'b:1b', 'c:1b')
  button('Stop b:1b').element().focus()
  tell([runningModel('a:1b'), runningModel('b:1b', { state: 'unloading' }), runningModel('c:1b')])
  await expect.element(button('Stop b:1b')).toBeDisabled()
  tell([runningModel('a:1b'), runningModel('c:1b')])
  await expect.element(button('Stop c:1b')).toHaveFocus()
  tell([runningModel('a:1b')])
  await expect.element(button('Stop a:1b')).toHaveFocus()
  tell([])
  await expect.element(button('Start a model').first()).toHaveFocus()
})

test('who has left the rows is not fetched back when one of them is gone', async () => {
  const tell = await show('a:1b', 'b:1b')
  button('Stop b:1b').element().focus()
  button('Stop b:1b').element().blur()
  tell([runningModel('a:1b')])
  await expect.element(button('Stop b:1b')).not.toBeInTheDocument()
  expect(document.activeElement).toBe(document.body)
})
