import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { show } from './show-settings.tsx'

test('of a cloud model the form claims no memory here', async () => {
  await show({ isLoaded: false, isCloud: true })
  await expect.element(page.getByText('Runs on ollama.com; needs no local memory.')).toBeVisible()
  await expect.element(page.getByText(/GiB/)).not.toBeInTheDocument()
})
