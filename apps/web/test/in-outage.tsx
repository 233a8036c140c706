import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { render } from 'vitest-browser-react'
import type { Outage } from '../src/lib/api/outage.ts'
import { runningQuery } from '../src/lib/queries/models.ts'
import { runningModel } from './fixtures.ts'

/** Nobody answers any more: one model is known to have been loaded, a minute ago. */
export function putAway(client: QueryClient, of: Outage['of'], models = [runningModel('qwen3:14b')]): void {
  const data = { models, fetched_at: new Date(Date.now() - 60_000).toISOString(), stale: of === 'ollama' }
  client.setQueryData(runningQuery(undefined).queryKey, data)
  if (of === 'ollama') return
  const query = client.getQueryCache().find({ queryKey: runningQuery(undefined).queryKey })
  query?.setState({ status: 'error', error: new Error('The dashboard cannot be reached.') })
}

/** Shows a part of the page with what the client has. */
export async function showWith(client: QueryClient, part: ReactNode) {
  const router = createRouter({
    routeTree: createRootRoute({
      component: () => <QueryClientProvider client={client}>{part}</QueryClientProvider>,
    }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  return render(<RouterProvider router={router as never} />)
}
