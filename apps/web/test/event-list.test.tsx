import type { ApplyJob, DashboardEvent, Job } from '@ollama-dashboard/contracts'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { EventList } from '../src/features/overview/event-list.tsx'
import { eventsQuery } from '../src/lib/queries/server.ts'
import { job } from './fixtures.ts'
import { showWith } from './show-with.tsx'

const changed = (id: number, of: Job): DashboardEvent => ({
  id,
  at: '2026-01-02T03:04:05Z',
  type: 'job.changed',
  instance: 'default',
  job: of,
  ...('model' in of && { model: of.model }),
})

const apply = (differing: Partial<ApplyJob>): ApplyJob => {
  const { model: _, ...pull } = job()
  return { ...pull, id: 'b', kind: 'apply', title: 'update to recommended settings', progress: null, ...differing }
}

/** The lines for what was told, newest first: each with its icon. */
async function lines(events: readonly DashboardEvent[]) {
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  client.setQueryData(eventsQuery.queryKey, { events: [...events] })
  await showWith(client, <EventList />)
  const items = page.getByRole('listitem')
  await expect.element(items.first()).toBeVisible()
  return items.elements().map((item) => ({
    words: item.querySelector('p')?.textContent.trim(),
    icon: item.querySelector('svg')?.getAttribute('class'),
  }))
}

test('a job is one line, as it ended, with the icon of its kind', async () => {
  const told = await lines([
    changed(5, apply({ id: 'c', state: 'running' })),
    changed(4, apply({ state: 'done' })),
    changed(3, job({ state: 'done' })),
    changed(2, apply({ state: 'running' })),
    changed(1, job({ state: 'running' })),
  ])
  expect(told.map(({ words }) => words)).toEqual([
    'Update to recommended settings: running',
    'Update to recommended settings: done',
    'gpt-oss:20b pulled',
  ])
  expect(told.map(({ icon }) => /lucide-(\S+)/.exec(icon ?? '')?.[1])).toEqual([
    'sliders-horizontal',
    'sliders-horizontal',
    'download',
  ])
})
