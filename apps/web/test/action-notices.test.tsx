import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { jobsQuery } from '../src/lib/models/jobs.ts'
import { type ModelAction, useModelAction } from '../src/lib/models/model-actions.ts'
import { Notices } from '../src/parts/notices/notices.tsx'
import { RunningStatus } from '../src/parts/running-status.tsx'
import '../src/styles.css'
import { job } from './fixtures.ts'

afterEach(() => vi.unstubAllGlobals())

const model = 'qwen3:14b'
const ended = (kind: 'start' | 'stop', message: string) => ({
  ...job({ id: `${kind} ${Math.random()}`, model, state: 'done' }),
  kind,
  progress: null,
  result: { model, message, changed: true, duration_seconds: 3.8, instance: 'default' },
})

function Act({ action }: { readonly action: ModelAction }) {
  const { mutate } = useModelAction(undefined)
  return (
    <button type="button" onClick={() => mutate({ action, model })}>
      Act
    </button>
  )
}

async function show(action: ModelAction, answer: ReturnType<typeof ended>, isShown: boolean) {
  vi.stubGlobal('fetch', async (url: string, { method = 'GET' }: RequestInit) =>
    method === 'POST'
      ? Response.json({ changed: true, job: answer }, { status: 202 })
      : Response.json(url.includes('/api/jobs') ? { jobs: [answer] } : { models: [], instances: [] }),
  )
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  client.setQueryData(jobsQuery.queryKey, { jobs: [] })
  const view = () => (
    <QueryClientProvider client={client}>
      <Act action={action} />
      {isShown && <RunningStatus name={model} state="loaded" />}
      <Notices />
    </QueryClientProvider>
  )
  const router = createRouter({
    routeTree: createRootRoute({ component: view }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
  await page.getByRole('button', { name: 'Act' }).click()
}

const notices = () => page.getByRole('region', { name: 'Notifications' })

test('a success that the page shows is said to those who cannot see it, and is no notice', async () => {
  await show('start', ended('start', 'qwen3:14b is loaded.'), true)
  await expect.element(page.getByRole('status')).toHaveTextContent('qwen3:14b is loaded.')
  await expect.element(notices().getByText('is loaded')).not.toBeInTheDocument()
})

test('what the page does not show is a notice', async () => {
  await show('start', ended('start', 'qwen3:14b is loaded now.'), false)
  await expect.element(notices().getByText('qwen3:14b is loaded now.')).toBeVisible()
})

test('a stop can be taken back though the page shows it', async () => {
  await show('stop', ended('stop', 'qwen3:14b is unloaded.'), true)
  await expect.element(notices().getByText('qwen3:14b is unloaded.')).toBeVisible()
  await expect.element(notices().getByRole('button', { name: 'Start again' })).toBeVisible()
})

test('a pin is told without how long it took', async () => {
  await show('pin', ended('start', 'qwen3:14b is pinned.'), false)
  await expect.element(notices().getByText('qwen3:14b is pinned.')).toBeVisible()
  expect(notices().element().textContent).not.toContain('3.8 s')
})
