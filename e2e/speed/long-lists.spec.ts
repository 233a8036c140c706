import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { followTasks } from '../main-thread.ts'
import { record } from '../record.ts'

test.use({ simulation: { scenario: 'big', speed: 1000 } })

/** Scrolls through all of a list and filters it letter by letter. */
async function scrollAndFilter(page: Page): Promise<void> {
  await page.mouse.move(700, 600)
  for (let turn = 0; turn < 20; turn += 1) await page.mouse.wheel(0, 2400)
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(10_000)
  await page.getByLabel('Filter by name').pressSequentially('qwen')
  await expect(page).toHaveURL(/q=qwen/)
}

test('a thousand models are all there, drawn only where one looks, and filter at once', async ({ page }) => {
  await page.goto('/models')
  await expect(page.getByText('1,000 installed')).toBeVisible()
  const drawn = page.getByRole('button', { name: /^Details of/ })
  await expect(drawn.first()).toBeVisible()
  expect(await drawn.count()).toBeLessThan(80)
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', '1001')
  const tasks = await followTasks(page)
  await scrollAndFilter(page)
  const { longestMs } = await tasks.end()
  record('1,000 models are scrolled and filtered: longest task', longestMs, 200)
})

test('the defaults of a thousand models are drawn only where one looks, scroll, and filter at once', async ({
  page,
}) => {
  await page.goto('/admin/model-defaults')
  await expect(page.getByText('1,000 models · 0 differ from recommended · 1,000 without saved settings')).toBeVisible()
  const drawn = page.getByRole('link', { name: /^Settings of/ })
  await expect(drawn.first()).toBeVisible()
  expect(await drawn.count()).toBeLessThan(60)
  const tasks = await followTasks(page)
  await scrollAndFilter(page)
  const { longestMs } = await tasks.end()
  record('1,000 defaults are scrolled and filtered: longest task', longestMs, 200)
})
