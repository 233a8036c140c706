import { test as base, type Page } from '@playwright/test'
import { startDashboard } from '../dashboard.ts'
import { freePort } from '../free-port.ts'
import { expect, test } from '../journey.ts'

const primary = (page: Page) =>
  page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement('i'))
    probe.style.background = 'var(--primary)'
    const { backgroundColor } = getComputedStyle(probe)
    probe.remove()
    return backgroundColor
  })

const loud = async (page: Page): Promise<(string | null)[]> => {
  const colour = await primary(page)
  return page.evaluate(
    (colour) =>
      [...document.querySelectorAll('a:not(.sr-only), button')]
        .filter((one) => one.checkVisibility() && getComputedStyle(one).backgroundColor === colour)
        .map(({ textContent }) => textContent),
    colour,
  )
}

test('one button is loud: that of the list, or that of the open drawer', async ({ page }) => {
  await page.goto('/models')
  await expect(page.getByRole('link', { name: 'Pull a model' })).toBeVisible()
  expect(await loud(page)).toEqual(['Pull a model'])
  await page.getByRole('button', { name: 'Details of gemma3:12b' }).click()
  await expect(page.getByRole('complementary').getByRole('button', { name: 'Start' })).toBeVisible()
  await expect.poll(() => loud(page)).toEqual(['Start'])
})

// Nobody says where Ollama is, so this journey cannot share the frame of the others.
base('in a demo it is Connect', async ({ page }) => {
  await using dashboard = await startDashboard({ OLLAMA_PORT: String(await freePort()) })
  await page.goto(`${dashboard.url}/models?model=gemma3:12b`)
  await expect(page.getByRole('complementary').getByRole('button', { name: 'Start' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Demo' })).toBeVisible()
  expect(await loud(page)).toEqual(['Connect'])
})
