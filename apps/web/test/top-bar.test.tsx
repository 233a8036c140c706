import type { SystemStats } from '@ollama-dashboard/contracts'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { TopBar } from '../src/features/frame/bars/top-bar.tsx'
import { JobTray } from '../src/features/jobs/job-tray.tsx'
import { tellStats } from '../src/lib/api/watched-stats.ts'
import { jobsQuery } from '../src/lib/models/jobs.ts'
import { firingQuery } from '../src/lib/queries/firing.ts'
import { runningQuery } from '../src/lib/queries/models.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { statsQuery } from '../src/lib/queries/system.ts'
import '../src/styles.css'
import { job, runningModel, sessionOf } from './fixtures.ts'
import { alertOf } from './show-alerts.tsx'
import { showWith } from './show-with.tsx'

const statsWith = (percent: number) =>
  ({
    vram: { total: 100, used: percent, free: 100 - percent, percent },
    unified_memory: null,
    memory: {},
  }) as unknown as SystemStats

test('on every page the memory in the bar follows what is measured each second', async () => {
  const client = new QueryClient({
    defaultOptions: { queries: { enabled: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  client.setQueryData(runningQuery(undefined).queryKey, { models: [runningModel('qwen3:14b')] } as never)
  client.setQueryData(statsQuery.queryKey, statsWith(4))
  await showWith(client, <TopBar onFind={() => undefined} tray={null} />, '/models')
  await expect.element(page.getByText('1 model loaded · VRAM 4 % used')).toBeVisible()
  tellStats(statsWith(52))
  await expect.element(page.getByText('1 model loaded · VRAM 52 % used')).toBeVisible()
})

test.each([1440, 1000, 390])('an alert and a download move nothing else in a bar of %i px', async (width) => {
  await page.viewport(width, 900)
  const client = new QueryClient({
    defaultOptions: { queries: { enabled: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  await showWith(client, <TopBar onFind={() => undefined} tray={<JobTray />} />, '/models')
  const bell = (name: string) => page.getByRole('banner').getByTitle('Alerts').filter({ hasText: name })
  const search = page.getByRole('button', { name: /^Search/ })
  const theme = page.getByRole('button', { name: /theme$/ })
  await expect.element(search).toBeVisible()
  const places = () => [bell('Alerts'), search, theme].map((one) => one.element().getBoundingClientRect().toJSON())
  const before = places()
  client.setQueryData(firingQuery.queryKey, {
    alerts: [alertOf('cut')],
    counts: { total: 12, firing: 12, by_severity: { info: 0, warning: 12, critical: 0 } },
    next: null,
  })
  client.setQueryData(jobsQuery.queryKey, { jobs: [job()] })
  await expect.element(bell('12 firing')).toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Jobs: 1 active, 43 %' })).toBeVisible()
  expect(places()).toEqual(before)
})
