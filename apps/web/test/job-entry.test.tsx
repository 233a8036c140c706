import type { Job, PullJob, Role } from '@ollama-dashboard/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { JobEntry } from '../src/features/jobs/job-entry.tsx'
import { overallPercent } from '../src/lib/models/jobs.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { job, sessionOf } from './fixtures.ts'

async function show(shown: Job, role: Role = 'operator') {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } })
  client.setQueryData(sessionQuery.queryKey, sessionOf(role))
  await render(
    <QueryClientProvider client={client}>
      <ul>
        <JobEntry job={shown} />
      </ul>
    </QueryClientProvider>,
  )
}

test('a pull tells how far it is, how fast, and for how long still', async () => {
  await show(job())
  for (const text of ['43 %', '5.9 of 13.8 GB', '48 MB/s', '2:43 left'])
    await expect.element(page.getByText(text)).toBeVisible()
  await expect
    .element(page.getByRole('progressbar', { name: 'Download of gpt-oss:20b' }))
    .toHaveAttribute('aria-valuenow', '43')
  await expect.element(page.getByRole('button', { name: 'Cancel gpt-oss:20b' })).toBeEnabled()
})

test('a failed one says why, what is kept, and can be tried again', async () => {
  const error = {
    type: 'about:blank',
    title: 'The model registry cannot be reached',
    status: 502,
    code: 'registry_unreachable' as const,
    detail: 'The registry did not answer.',
    trace_id: '0'.repeat(32),
  }
  await show(job({ state: 'failed', error, finished_at: '2026-01-02T03:14:05Z' }))
  await expect.element(page.getByText('Failed at 43 %')).toBeVisible()
  await expect
    .element(page.getByText(/The registry did not answer\. +The 5\.9 GB downloaded so far are kept\./))
    .toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Retry' })).toBeEnabled()
})

test('a job of a kind that the page does not know is shown by its title', async () => {
  await show({ ...job(), kind: 'update', title: 'update of Ollama', progress: 'half' } as unknown as Job)
  await expect.element(page.getByRole('listitem', { name: 'Update of Ollama' })).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Cancel Update of Ollama' })).toBeEnabled()
})

test('a viewer is told what the controls need', async () => {
  await show(job(), 'viewer')
  await expect.element(page.getByRole('button', { name: 'Cancel gpt-oss:20b needs operator' })).toBeDisabled()
})

test('what is not known is not guessed, and several downloads are one percentage', () => {
  const unknown = job({ id: 'b', progress: null })
  expect(overallPercent([unknown])).toBeNull()
  const half = job({ id: 'c', progress: { ...job().progress, total: 100, completed: 50 } as PullJob['progress'] })
  const none = job({ id: 'd', progress: { ...job().progress, total: 300, completed: 0 } as PullJob['progress'] })
  expect(overallPercent([half, none, unknown, job({ state: 'done' })])).toBe(12.5)
})

test('a start names its model and who began it; a bulk start tells what came of each', async () => {
  const { progress: _, ...common } = job({ created_by: 'laptop' })
  await show({ ...common, kind: 'start', title: 'start of "gpt-oss:20b"', progress: null })
  const start = page.getByRole('listitem', { name: 'Start of "gpt-oss:20b"' })
  await expect.element(start.getByText('by laptop')).toBeVisible()
  const error = { type: 'about:blank', title: 'Not found', status: 404, code: 'model_not_found' as const }
  const items = [
    { model: 'a:latest', state: 'done' as const },
    { model: 'b:latest', state: 'failed' as const, error: { ...error, detail: 'No model "b".', trace_id: '' } },
    { model: 'c:latest', state: 'loading' as const },
  ]
  const models = items.map(({ model }) => model)
  await show({ ...common, kind: 'bulk', action: 'start', models, title: 'start of 3 models', progress: { items } })
  const bulk = page.getByRole('listitem', { name: 'Start of 3 models' })
  for (const text of ['Start 3 models', '2 of 3', 'Started', 'No model "b".', 'Loading…'])
    await expect.element(bulk.getByText(text)).toBeVisible()
})

test('a bulk start tells which models later ones of it took the place of', async () => {
  const { progress: _, ...common } = job({ state: 'done' })
  const models = ['a:latest', 'b:latest']
  const results = [
    { model: 'a:latest', success: true, state: 'unloaded' as const },
    { model: 'b:latest', success: true, state: 'loaded' as const },
  ]
  await show({
    ...{ ...common, kind: 'bulk', action: 'start', models, title: 'start of 2 models' },
    progress: { items: models.map((model) => ({ model, state: 'done' })) },
    result: { results, started: 2, failed: 0 },
  })
  const parts = page.getByRole('listitem', { name: 'Start of 2 models' }).getByRole('listitem')
  await expect.element(parts.nth(0)).toHaveTextContent('a:latestStarted, then unloaded')
  await expect.element(parts.nth(1)).toHaveTextContent('b:latestStarted')
})

test('of many models a bulk delete lists those that need a look, and only an admin goes on with it', async () => {
  const { model: _, progress: __, ...common } = job({ state: 'cancelled' })
  const models = Array.from({ length: 50 }, (_, index) => `m${index}:latest`)
  const states = ['done', 'deleting', ...models.slice(2).map(() => 'waiting')] as ('done' | 'deleting' | 'waiting')[]
  const items = models.map((model, index) => ({ model, state: states[index] ?? 'waiting' }))
  const bulk = { ...common, kind: 'bulk', action: 'delete', title: 'deletion of 50 models', models } as const
  await show({ ...bulk, state: 'running', progress: { items } })
  const entry = page.getByRole('listitem', { name: 'Deletion of 50 models' })
  for (const text of ['1 of 50', 'Deleting…']) await expect.element(entry.getByText(text)).toBeVisible()
  await expect.element(entry.getByTitle('m1:latest')).toBeVisible()
  await expect.element(entry.getByTitle('m0:latest')).not.toBeInTheDocument()
  const few = { ...bulk, models: models.slice(0, 3), progress: { items: items.slice(0, 3) } }
  await show(few)
  for (const text of ['Deleted', 'Not begun']) await expect.element(page.getByText(text, { exact: true })).toBeVisible()
  await expect.element(page.getByRole('button', { name: /^Resume ?needs admin$/ })).toBeDisabled()
})
