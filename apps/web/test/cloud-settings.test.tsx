import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { show } from './show-settings.tsx'

test('of a cloud model the form claims no memory here', async () => {
  await show({ isLoaded: false, isCloud: true })
  await expect.element(page.getByText('It runs on ollama.com and needs no memory here.')).toBeVisible()
  await expect.element(page.getByText(/GiB/)).not.toBeInTheDocument()
})
