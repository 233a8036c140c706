import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { afterEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { DemoBand } from '../src/features/frame/bars/demo-band.tsx'
import { instancesQuery } from '../src/lib/queries/server.ts'
import '../src/styles.css'

const meta = document.createElement('meta')
meta.name = 'demo'

afterEach(() => meta.remove())

const instance = {
  name: 'default',
  is_default: true,
  url: 'http://127.0.0.1:1',
  local: true,
  reachable: true,
  version: '0.24.0',
  last_answer_at: null,
  problem: null,
}
const demo = { tried: '127.0.0.1:11434', reason: 'refused' }

/** Where the page below the band begins, before and after it is known what the band says. */
async function topsOf(content: 'yes' | 'no', known: typeof demo | null): Promise<readonly number[]> {
  meta.content = content
  document.head.append(meta)
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  const view = () => (
    <QueryClientProvider client={client}>
      <div className="flex flex-col">
        <DemoBand />
        <main>Page</main>
      </div>
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: view }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
  const main = page.getByRole('main')
  await expect.element(main).toBeVisible()
  const before = main.element().getBoundingClientRect().top
  client.setQueryData(instancesQuery.queryKey, { instances: [{ ...instance, demo: known }] })
  if (known) await expect.element(page.getByRole('region', { name: 'Demo' })).toBeVisible()
  return [before, main.element().getBoundingClientRect().top]
}

test('the page of a demo stays where it is when its band comes', async () => {
  const [before, after] = await topsOf('yes', demo)
  expect(after).toBeGreaterThan(0)
  expect(before).toBe(after)
})

test('no other page has room for a band', async () => {
  const [before, after] = await topsOf('no', null)
  expect(before).toBe(after)
  await expect.element(page.getByRole('main')).toBeVisible()
})
