import type { CatalogueModel, Job } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { FamilyCard } from '../src/features/library/family-card.tsx'
import { PullForm } from '../src/features/library/pull-form.tsx'
import { jobsQuery } from '../src/lib/models/jobs.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { job, sessionOf } from './fixtures.ts'

afterEach(() => vi.unstubAllGlobals())

async function show(shown: ReactNode, jobs: readonly Job[] = []) {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, enabled: false, retry: false } },
  })
  const tell = (now: readonly Job[]) => client.setQueryData(jobsQuery.queryKey, { jobs: [...now] })
  client.setQueryData(sessionQuery.queryKey, sessionOf('operator'))
  tell(jobs)
  const view = () => <QueryClientProvider client={client}>{shown}</QueryClientProvider>
  const router = createRouter({
    routeTree: createRootRoute({ component: view }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
  return tell
}

const typed = 'hf.co/nobody/Nothing:Q4_K_M'
const begun = job({ model: typed, progress: null })
const failed = job({
  ...begun,
  state: 'failed',
  error: {
    type: 'about:blank',
    title: 'The model is not in the registry',
    status: 404,
    code: 'model_not_found',
    detail: 'The registry has no such model.',
    trace_id: '0'.repeat(32),
  },
})

test('a name whose pull fails comes back into the field, with why below it', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ changed: true, job: begun }, { status: 202 }))
  const tell = await show(<PullForm />)
  const field = page.getByRole('textbox', { name: 'Name of a model to pull' })
  await field.fill(typed)
  await userEvent.keyboard('{Enter}')
  await expect.element(field).toHaveValue('')
  tell([failed])
  await expect.element(field).toHaveValue(typed)
  await expect.element(page.getByText('The registry has no such model.')).toBeVisible()
  // It is about this name and no other.
  await field.fill('llama3.2:1b')
  await expect.element(page.getByText('The registry has no such model.')).not.toBeInTheDocument()
})

test('another name that is typed meanwhile stays', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ changed: true, job: begun }, { status: 202 }))
  const tell = await show(<PullForm />)
  const field = page.getByRole('textbox', { name: 'Name of a model to pull' })
  await field.fill(typed)
  await userEvent.keyboard('{Enter}')
  await expect.element(field).toHaveValue('')
  await field.fill('llama3.2:1b')
  tell([failed])
  await expect.element(field).toHaveValue('llama3.2:1b')
})

const model: CatalogueModel = {
  name: 'gpt-oss:20b',
  description: 'A model.',
  size: 13_800_000_000,
  parameter_size: '20B',
  capabilities: [],
  context_length: null,
  fits: 'yes',
  installed: false,
  best: true,
} as unknown as CatalogueModel
const card = (entry = model) => (
  <ul>
    <FamilyCard family={{ base: 'gpt-oss', models: [entry] }} capacity={null} memory="RAM" />
  </ul>
)

test('the card of a pull that was cancelled says what is there, and resumes it', async () => {
  const sent: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    sent.push(url)
    return Response.json({ changed: true, job: job() }, { status: 202 })
  })
  await show(card(), [job({ id: 'last', state: 'cancelled' }), job({ id: 'before', state: 'failed' })])
  await expect.element(page.getByText('5.9 GB of 13.8 GB downloaded')).toBeVisible()
  await page.getByRole('button', { name: 'Resume gpt-oss:20b' }).click()
  await expect.poll(() => sent.some((url) => url.endsWith('/api/jobs/last/retry'))).toBe(true)
})

test.each([
  ['nothing was downloaded', [job({ state: 'cancelled', progress: null })]],
  ['it was pulled since, and deleted', [job({ state: 'done' }), job({ id: 'b', state: 'cancelled' })]],
])('where %s, a pull begins from nothing', async (_, jobs) => {
  await show(card(), jobs)
  await expect.element(page.getByRole('button', { name: 'Pull gpt-oss:20b' })).toBeVisible()
  await expect.element(page.getByText(/downloaded/)).not.toBeInTheDocument()
})
