import type { Instance } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { InstanceSwitch } from '../src/features/frame/bars/instance-switch.tsx'
import { instancesQuery } from '../src/lib/queries/server.ts'
import '../src/styles.css'

const instance = (name: string, differing: Partial<Instance> = {}): Instance => ({
  name,
  is_default: true,
  url: 'http://10.0.0.2:11434',
  local: false,
  reachable: true,
  version: '0.24.0',
  last_answer_at: null,
  problem: null,
  demo: null,
  ...differing,
})

test.each([
  ['by its address', instance('default'), '10.0.0.2:11434'],
  ['by the name that somebody gave it', instance('workstation'), 'workstation'],
  ['as the demo', instance('default', { demo: { tried: '127.0.0.1:11434', reason: 'refused' } }), 'demo demo'],
])('a server is named %s', async (_, one, name) => {
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  client.setQueryData(instancesQuery.queryKey, { instances: [one] })
  const view = () => (
    <QueryClientProvider client={client}>
      <InstanceSwitch />
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: view }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
  const word = one.demo ? '' : ' reachable'
  await expect.element(page.getByRole('button', { name: `Ollama server ${name}${word}`, exact: true })).toBeVisible()
})
