import type { Page } from '@playwright/test'
import { expect } from '../journey.ts'
import { followFrames, followTasks } from './measuring/main-thread.ts'
import { record } from './measuring/record.ts'
import { test } from './measuring/slow-computer.ts'

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

test('a thousand models scroll smoothly on a slow computer, and are filtered with every key', async ({
  page,
  slowDown,
}) => {
  await page.goto('/models')
  await expect(page.getByRole('button', { name: /^Details of/ }).first()).toBeVisible()
  await slowDown(4)
  const scrolling = await followFrames(page)
  await page.evaluate(scrollQuickly)
  const { framesMs } = await scrolling.end()
  await slowDown(1)
  record(
    '1,000 models scroll on a slow computer: frame, p95',
    framesMs[Math.floor(0.95 * framesMs.length)] ?? Number.NaN,
    50,
  )

  const field = page.getByLabel('Filter by name')
  const typing = await followFrames(page)
  for (const [index, letter] of [...'qwen'].entries()) {
    await field.press(letter)
    await expect(page).toHaveURL(new RegExp(`q=${'qwen'.slice(0, index + 1)}$`))
  }
  const { keysMs } = await typing.end()
  record('1,000 models are filtered: key to paint', Math.max(...keysMs), 50)
})

/** A hundred frames of a wheel that is turned fast. Runs in the page. */
async function scrollQuickly(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) {
    await new Promise(requestAnimationFrame)
    scrollBy(0, 120)
  }
}

test('the defaults of a thousand models are drawn only where one looks, scroll, and filter at once', async ({
  page,
}) => {
  await page.goto('/admin/model-defaults')
  // When it is drawn, by the clock of the page, which begins with the navigation.
  const shownAt = await page.waitForFunction(() => document.querySelector('[data-row-link]') && performance.now())
  record('Admin with 1,000 models opens', Number(await shownAt.jsonValue()), 1000)
  await expect(page.getByText('1,000 models · none saved')).toBeVisible()
  const drawn = page.getByRole('link', { name: /^Settings of/ })
  await expect(drawn.first()).toBeVisible()
  expect(await drawn.count()).toBeLessThan(60)
  const tasks = await followTasks(page)
  await scrollAndFilter(page)
  const { longestMs } = await tasks.end()
  record('1,000 defaults are scrolled and filtered: longest task', longestMs, 200)
})
