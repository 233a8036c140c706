import { hold } from '../hold.ts'
import { expect, test } from '../journey.ts'

test('while nobody knows yet who asks, the page has its shape and its place in the frame', async ({ page }) => {
  const answer = await hold(page, '**/api/session')
  await page.goto('/models')
  await expect(page.locator('[aria-current=page]').getByText('Models').locator('visible=true')).toBeVisible()
  await expect(page.locator('[aria-label=Loading]')).toBeVisible()
  answer()
  await expect(page.getByRole('button', { name: 'Details of qwen3:14b' })).toBeVisible()
})

test('scripts and styles come compressed', async ({ page }) => {
  const encodings = new Set<string | null>()
  page.on('response', async (response) => {
    if (/\/assets\/index-.*\.(?:js|css)$/.test(response.url()))
      encodings.add(await response.headerValue('content-encoding'))
  })
  await page.goto('/models')
  await expect(page.getByRole('button', { name: 'Details of qwen3:14b' })).toBeVisible()
  expect([...encodings]).toEqual(['br'])
})
