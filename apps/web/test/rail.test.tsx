import { QueryClient } from '@tanstack/react-query'
import { expect, onTestFinished, test } from 'vitest'
import { page } from 'vitest/browser'
import { Rail } from '../src/features/frame/bars/rail.tsx'
import { TabBar } from '../src/features/frame/bars/tab-bar.tsx'
import { sessionQuery } from '../src/lib/queries/server.ts'
import { setEdits } from '../src/lib/settings-drafts.ts'
import '../src/styles.css'
import { sessionOf } from './fixtures.ts'
import { showWith } from './show-with.tsx'

test.each([
  [1440, Rail],
  [390, TabBar],
] as const)('at %i px, settings that are not saved are told where one left them', async (width, Bar) => {
  onTestFinished(() => setEdits('qwen3:14b', {}))
  await page.viewport(width, 900)
  const client = new QueryClient({
    defaultOptions: { queries: { enabled: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  client.setQueryData(sessionQuery.queryKey, sessionOf('admin'))
  await showWith(client, <Bar />, '/alerts')
  const models = page.getByRole('link', { name: /^Models/ })
  await expect.element(models).toHaveAccessibleName('Models')
  setEdits('qwen3:14b', { temperature: '0.9' })
  await expect.element(models).toHaveAccessibleName('Models Not saved yet')
  await expect.element(models.getByTitle('Not saved yet')).toBeVisible()
  setEdits('qwen3:14b', {})
  await expect.element(models).toHaveAccessibleName('Models')
})
