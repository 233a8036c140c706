import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { performanceQuery } from '../src/lib/queries/performance.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { ProbeButton } from '../src/parts/probe-button.tsx'
import { sessionOf } from './fixtures.ts'
import { showWith } from './show-with.tsx'

function OneOfTwo() {
  const [model, setModel] = useState('slow:70b')
  return (
    <>
      <ProbeButton model={model} />
      <button type="button" onClick={() => setModel('small:1b')}>
        Another
      </button>
    </>
  )
}

afterEach(() => vi.unstubAllGlobals())

test('a measurement is of the model it was asked for, whichever is shown by then', async () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const measured = {
    model: 'slow:70b',
    requests: 1,
    measured: { tokens_per_second: 45.23, time_to_first_token_ms: 310 },
  }
  vi.stubGlobal('fetch', async () => {
    await promise
    return new Response(JSON.stringify(measured), { headers: { 'content-type': 'application/json' } })
  })
  const client = new QueryClient({
    defaultOptions: { queries: { enabled: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  const view = () => (
    <QueryClientProvider client={client}>
      <OneOfTwo />
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: view }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)

  await page.getByRole('button', { name: 'Measure', exact: true }).click()
  await expect.element(page.getByRole('button', { name: /^Measuring/ })).toBeDisabled()
  await page.getByRole('button', { name: 'Another' }).click()
  await expect.element(page.getByRole('button', { name: 'Measure', exact: true })).toBeEnabled()
  resolve()
  await expect.poll(() => client.getQueryData(performanceQuery(undefined, 'slow:70b').queryKey)).toEqual(measured)
  expect(client.getQueryData(performanceQuery(undefined, 'small:1b').queryKey)).toBeUndefined()
  // Nor is it told as what the other one does.
  expect(page.getByText(/^Just measured/).elements()).toEqual([])
})

test('what a measurement came to is told beside its button', async () => {
  const measured = { model: 'a:1b', requests: 9, measured: { tokens_per_second: 45.23, time_to_first_token_ms: 310 } }
  vi.stubGlobal('fetch', async () => Response.json(measured))
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  client.setQueryData(sessionQuery.queryKey, sessionOf('operator'))
  await showWith(client, <ProbeButton model="a:1b" />)
  await page.getByRole('button', { name: 'Measure', exact: true }).click()
  await expect.element(page.getByRole('status')).toHaveTextContent('Just measured: 45.2 tokens/s, first token 310 ms')
})
