import type { CatalogueModel, Job, ModelActivity, RunningModel } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { DownloadRows } from '../src/features/overview/download-rows.tsx'
import { RunningRow } from '../src/features/overview/running-row.tsx'
import { activityQuery } from '../src/lib/models/activity.ts'
import { jobsQuery } from '../src/lib/models/jobs.ts'
import { catalogueQuery, runningQuery } from '../src/lib/queries/models.ts'
import { instancesQuery, sessionQuery } from '../src/lib/queries/server.ts'
import { job, modelActivity, runningModel, sessionOf } from './fixtures.ts'

interface Known {
  readonly models?: RunningModel[]
  readonly activity?: ModelActivity[]
  readonly jobs?: Job[]
}

async function show(node: ReactNode, { models = [], activity = [], jobs = [] }: Known) {
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  client.setQueryData(sessionQuery.queryKey, sessionOf('operator'))
  client.setQueryData(runningQuery(undefined).queryKey, { models, fetched_at: null, stale: false })
  client.setQueryData(activityQuery(undefined).queryKey, { instance: 'default', models: activity })
  client.setQueryData(jobsQuery.queryKey, { jobs })
  client.setQueryData(instancesQuery.queryKey, {
    instances: [{ name: 'default', is_default: true }] as never,
  })
  const listed = { name: 'gpt-oss:20b', fits: 'yes' } as CatalogueModel
  client.setQueryData(catalogueQuery(undefined).queryKey, { models: [listed], as_of: '2026-01-02' })
  const view = () => (
    <QueryClientProvider client={client}>
      <ul>{node}</ul>
    </QueryClientProvider>
  )
  const router = createRouter({ routeTree: createRootRoute({ component: view }), history: createMemoryHistory() })
  // The application's own router is the registered one; all that matters here is that there is one.
  await render(<RouterProvider router={router as never} />)
}

const model = runningModel('qwen3:14b')

/** What the row of a model says. */
async function rowOf(activity: ModelActivity, { isOld = false, shown = model } = {}): Promise<string> {
  const row = <RunningRow model={shown} plan={null} readAt={Date.now()} isOld={isOld} />
  await show(row, { models: [shown], activity: [activity] })
  const item = page.getByRole('listitem')
  await expect.element(item).toBeVisible()
  return item.element().textContent
}

const answering = modelActivity('qwen3:14b', { requests: 1, tokens_per_second: 68.44, context_used: 2318 })

test('a model that answers shows its context in use and its speed', async () => {
  const row = await rowOf(answering)
  for (const text of ['Answering', 'Context in use2,318 of 16,384', 'Speed now68.4 tokens/s'])
    expect(row).toContain(text)
  expect(row).not.toContain('Last used')
})

test('what is not known of a reply is not guessed', async () => {
  const row = await rowOf(modelActivity('qwen3:14b', { requests: 1 }))
  for (const text of ['Answering', 'Context allocated16,384 tokens', 'Speed now— no tokens yet'])
    expect(row).toContain(text)
})

test.each([
  [modelActivity('qwen3:14b', { last_used_at: new Date(Date.now() - 360_000).toISOString() }), 'Last used6 min ago'],
  [modelActivity('qwen3:14b', { last_used_at: new Date(Date.now() + 2000).toISOString() }), 'Last usedJust now'],
  [modelActivity('qwen3:14b'), 'Last used—'],
  [modelActivity('other:1', { requests: 1 }), 'Last used—'],
])('an idle model shows when it was last used (%#)', async (activity, text) => {
  const row = await rowOf(activity)
  expect(row).toContain('Loaded')
  expect(row).toContain(text)
})

test('nothing is said to go on that may have ended long ago', async () => {
  const row = await rowOf({ ...answering, last_used_at: new Date().toISOString() }, { isOld: true })
  expect(row).toContain('Last used—')
  expect(row).not.toContain('Answering')
})

test('a model that is loaded for a request is loading, and does not answer yet', async () => {
  const row = await rowOf(answering, { shown: runningModel('qwen3:14b', { state: 'loading', size: null }) })
  expect(row).toContain('Loading…')
  expect(row).not.toContain('Answering')
})

test('downloads to this server have rows of their own, the oldest first', async () => {
  const queued = job({ id: 'b', model: 'phi4:14b', state: 'queued', progress: null })
  const others = [job({ id: 'c', instance: 'lab' }), job({ id: 'd', state: 'done' })]
  await show(<DownloadRows />, { jobs: [queued, ...others, job()] })
  const rows = page.getByRole('listitem')
  await expect.poll(() => rows.elements()).toHaveLength(2)
  const [first, second] = rows.elements().map(({ textContent }) => textContent)
  for (const text of ['Downloading', '5.9 of 13.8 GB', '48 MB/s', 'Time left2:43', 'Fits alone'])
    expect(first).toContain(text)
  expect(second).toContain('Queued')
  await expect.element(page.getByRole('progressbar', { name: 'Download of gpt-oss:20b' })).toBeInTheDocument()
  await expect.element(rows.nth(1).getByRole('button', { name: 'Cancel download of phi4:14b' }).first()).toBeEnabled()
})
