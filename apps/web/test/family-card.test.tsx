import type { Job } from '@ollama-dashboard/contracts'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { FamilyCard } from '../src/features/library/family-card.tsx'
import { jobsQuery } from '../src/lib/models/jobs.ts'
import { sessionQuery } from '../src/lib/queries/server.ts'
import '../src/styles.css'
import { catalogueModel, job, sessionOf } from './fixtures.ts'
import { showWith } from './show-with.tsx'

test('a card is as high while its model is downloaded, and when that was cancelled, as before', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false } } })
  client.setQueryData(sessionQuery.queryKey, sessionOf('operator'))
  const tell = (jobs: Job[]) => client.setQueryData(jobsQuery.queryKey, { jobs })
  tell([])
  const family = { base: 'gpt-oss', models: [catalogueModel('gpt-oss:20b')] } as const
  await showWith(
    client,
    <ul style={{ width: 420 }}>
      <FamilyCard family={family} capacity={24e9} memory="VRAM" />
    </ul>,
  )
  const card = page.getByRole('listitem').first()
  await expect.element(page.getByRole('button', { name: 'Pull gpt-oss:20b' })).toBeVisible()
  const height = card.element().getBoundingClientRect().height
  tell([job()])
  await expect.element(page.getByRole('progressbar')).toBeVisible()
  expect(card.element().getBoundingClientRect().height).toBe(height)
  tell([job({ state: 'queued', progress: null })])
  await expect.element(page.getByText('Queued')).toBeVisible()
  expect(card.element().getBoundingClientRect().height).toBe(height)
  tell([job({ state: 'cancelled' })])
  await expect.element(page.getByRole('button', { name: 'Resume gpt-oss:20b' })).toBeVisible()
  expect(card.element().getBoundingClientRect().height).toBe(height)
})
