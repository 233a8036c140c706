import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { availableQuery } from '../src/lib/queries/models.ts'
import { instancesQuery, sessionQuery } from '../src/lib/queries/server.ts'
import { createAppRouter } from '../src/routes/router.tsx'
import '../src/styles.css'
import { availableModel, sessionOf } from './fixtures.ts'

afterEach(() => vi.unstubAllGlobals())

const instance = {
  name: 'default',
  is_default: true,
  url: 'http://127.0.0.1:1',
  local: true,
  reachable: true,
  version: '0.24.0',
  last_answer_at: null,
  problem: null,
  demo: { tried: '127.0.0.1:11434', reason: 'refused' },
}

/** The application with the band of a demo over its page; ends the demo. */
async function showDemo(path: string, models: number) {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
  client.setQueryData(sessionQuery.queryKey, sessionOf('operator'))
  client.setQueryData(instancesQuery.queryKey, { instances: [instance] } as never)
  client.setQueryData(availableQuery(undefined).queryKey, {
    models: Array.from({ length: models }, (_, index) => availableModel(`llama${index}:8b`)),
    stale: false,
    fetched_at: '2026-01-02T03:04:05Z',
  })
  await render(
    <QueryClientProvider client={client}>
      <RouterProvider router={createAppRouter()} history={createMemoryHistory({ initialEntries: [path] })} />
    </QueryClientProvider>,
  )
  await expect.element(page.getByRole('region', { name: 'Demo' })).toBeVisible()
  return () => client.setQueryData(instancesQuery.queryKey, { instances: [{ ...instance, demo: null }] } as never)
}

const excess = () => document.documentElement.scrollHeight - innerHeight
const drawer = page.getByRole('complementary', { name: 'Details of llama0:8b' })
const bottomOfDrawer = () => drawer.element().getBoundingClientRect().bottom

test('a drawer below a band ends with the window, and the page does not scroll', async () => {
  await page.viewport(1440, 900)
  const endDemo = await showDemo('/models?model=llama0:8b', 1)
  await expect.element(drawer).toBeVisible()
  await expect.poll(bottomOfDrawer).toBe(900)
  expect(excess()).toBe(0)
  endDemo()
  await expect.poll(() => drawer.element().getBoundingClientRect().height).toBeGreaterThan(840)
  expect(bottomOfDrawer()).toBe(900)
})

test('a drawer beside a long list ends with the window wherever the page is scrolled to', async () => {
  await page.viewport(1440, 900)
  await showDemo('/models?model=llama0:8b', 60)
  await expect.element(drawer).toBeVisible()
  for (const top of [0, 20, 400]) {
    window.scrollTo(0, top)
    await expect.poll(bottomOfDrawer).toBe(900)
  }
})

test('an empty chat below a band does not scroll on a phone', async () => {
  await page.viewport(390, 844)
  await showDemo('/chat', 1)
  await expect.element(page.getByRole('heading', { name: 'Chat', level: 1 })).toBeInTheDocument()
  await expect.poll(excess).toBe(0)
})
