import { expect, test } from '../journey.ts'
import { hold } from '../pages/hold.ts'

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

test('a page whose program is gone, as in the middle of an upgrade, is asked for again', async ({ page }) => {
  let asked = 0
  await page.route('**/assets/index-*.js', async (route) => {
    asked += 1
    await (asked === 1 ? route.fulfill({ status: 404, body: 'Not found' }) : route.continue())
  })
  await page.goto('/models')
  await expect(page.getByRole('button', { name: 'Details of qwen3:14b' })).toBeVisible()
})
