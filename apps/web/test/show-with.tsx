import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { render } from 'vitest-browser-react'

/** Shows a part of the page with what the client has, as on the page at `path`. */
export async function showWith(client: QueryClient, part: ReactNode, path = '/') {
  const router = createRouter({
    routeTree: createRootRoute({
      component: () => <QueryClientProvider client={client}>{part}</QueryClientProvider>,
    }),
    history: createMemoryHistory({ initialEntries: [path] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  return render(<RouterProvider router={router as never} />)
}
