import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { NotFound } from '../src/features/frame/page-states.tsx'

test('a page that does not exist has a heading and a title of its own', async () => {
  const router = createRouter({
    routeTree: createRootRoute({ notFoundComponent: NotFound }),
    history: createMemoryHistory({ initialEntries: ['/nowhere'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
  await expect.element(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeInTheDocument()
  await expect.poll(() => document.title).toBe('Page not found · Ollama Dashboard')
})
