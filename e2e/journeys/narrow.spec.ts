import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'

test.use({ viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true })

const sideways = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)

test('at 320 px no page scrolls sideways, and what closes a drawer is in sight', async ({ page }) => {
  await page.request.post('/api/chat', { data: { model: 'llama3.2:3b', prompt: 'Write 9 words', stream: false } })
  for (const [path, sign] of [
    ['/', 'Loaded'],
    ['/models', 'Loaded'],
    ['/library', 'Any model name, as in ollama pull'],
    ['/monitor', 'Requests'],
    ['/monitor?table=true', 'Requests'],
    ['/timeline', 'Today'],
    ['/alerts', 'Nothing is muted'],
    ['/service', 'Model operations'],
    ['/audit', 'Chain verified.'],
    ['/admin/model-defaults', '8 models · none saved'],
    ['/admin/keys', 'No keys yet'],
    ['/admin/roles', 'Only the built-in ones'],
    ['/admin/sessions', 'No browsers are signed in'],
  ] as const) {
    await page.goto(path)
    await expect(page.getByText(sign, { exact: true }).locator('visible=true').first()).toBeVisible()
    await expect.poll(() => sideways(page), path).toBe(0)
    expect(await page.evaluate(() => innerWidth), path).toBe(320)
  }
  for (const [tab, close] of [
    ['memory', 'Close details'],
    ['settings', 'Close settings'],
  ] as const) {
    await page.goto(`/models?model=qwen3:14b&tab=${tab}`)
    await expect(page.getByRole('button', { name: close })).toBeInViewport({ ratio: 1 })
  }
})

test('the tab that is shown is in sight, whole', async ({ page }) => {
  await page.goto('/models?model=qwen3:14b&tab=licence')
  await expect(page.getByRole('tab', { name: 'Licence' })).toBeInViewport({ ratio: 1 })
  await page.getByRole('tab', { name: 'Memory' }).click()
  await expect(page.getByRole('tab', { name: 'Memory' })).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('tab', { name: 'Performance' })).toBeInViewport()
})

test('a figure of Monitor stays with its unit, within its card', async ({ page }) => {
  await page.request.post('/api/chat', { data: { model: 'llama3.2:3b', prompt: 'Write 9 words', stream: false } })
  await page.goto('/monitor')
  const card = page.getByRole('region', { name: 'Model performance' }).getByRole('listitem')
  await expect(card).toContainText('First token')
  const broken = await card
    .getByText(/^\d+ ms$/)
    .evaluateAll((figures) =>
      figures.filter((figure) => figure.getClientRects().length > 1).map(({ textContent }) => textContent),
    )
  expect(broken).toEqual([])
})

test.describe('a viewer', () => {
  test.use({ env: { API_KEY_VIEWER: 'viewer-key-of-this-test', API_KEY_ADMIN: 'admin-key-of-this-test' } })

  test('has locked controls no wider than the page', async ({ page }) => {
    await page.goto('/')
    await page.getByLabel('Key', { exact: true }).fill('viewer-key-of-this-test')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: /^Stop .* needs operator/ }).first()).toBeVisible()
    expect(await sideways(page)).toBe(0)
  })
})
