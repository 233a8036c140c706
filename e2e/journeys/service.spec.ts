import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { sideways, violations } from '../look.ts'
import { goByKeys } from '../pages/keys.ts'

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('how Ollama is run, what the doctor found and how the parts stand, by keyboard', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await goByKeys(page, 's')
  await expect(page.getByRole('heading', { level: 1, name: 'Service' })).toBeVisible()
  await expect(region(page, 'Ollama').getByText('Running', { exact: true })).toBeVisible()
  const doctor = region(page, 'Doctor')
  await expect(doctor.getByRole('listitem').filter({ hasText: 'Cloud models' })).toContainText('ollama.com')
  await doctor.getByRole('button', { name: /^Show \d+ other checks?$/ }).press('Enter')
  await expect(doctor.getByRole('list', { name: 'Other checks' })).toContainText('Ollama answers')
  await expect(region(page, 'Health').getByRole('row', { name: /^Ollama server Healthy/ })).toBeVisible()
  await expect(region(page, 'Rate limits')).toContainText('60 of 60')
  expect(await violations(page)).toEqual([])
})

test('Ollama goes away: the page says so, and every part that fails for it', async ({ page, simulator }) => {
  await page.goto('/service')
  await expect(region(page, 'Ollama').getByText('Running', { exact: true })).toBeVisible()
  simulator.faults.add({ kind: 'refuse' })
  await expect(region(page, 'Health').getByRole('row', { name: /^Ollama server Unhealthy/ })).toBeVisible()
  await region(page, 'Doctor').getByRole('button', { name: 'Check again' }).click()
  await expect(region(page, 'Doctor').getByText(/\d critical/)).toBeVisible()
  await expect(region(page, 'Doctor').getByRole('listitem').first()).toContainText('Ollama answers')
  expect(await violations(page)).toEqual([])
})

test('the dashboard goes away: what was last known stays, and says so', async ({ page, dashboard }) => {
  await page.goto('/service')
  await expect(region(page, 'Health').getByRole('row', { name: /^Ollama server/ })).toBeVisible()
  await dashboard[Symbol.asyncDispose]()
  await expect(region(page, 'Health').getByText('Last known')).toBeVisible()
  await expect(region(page, 'Ollama').getByText('Last known')).toBeVisible()
  await expect(region(page, 'Doctor').getByRole('button', { name: 'Check again' })).toBeDisabled()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('parts fold, and nothing scrolls sideways', async ({ page }) => {
    await page.goto('/service')
    const part = region(page, 'Health').getByRole('button', { name: /^Database/ })
    await part.tap()
    await expect(part).toHaveAttribute('aria-expanded', 'true')
    await expect(region(page, 'Health').getByText('Checked', { exact: true })).toBeVisible()
    expect(await violations(page)).toEqual([])
    expect(await sideways(page)).toBe(0)
  })
})
