import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { sideways, violations } from '../look.ts'
import { goByKeys } from '../pages/keys.ts'

const list = (page: Page) => page.getByRole('region', { name: 'What happened' })
const entry = (page: Page, name: RegExp) => list(page).getByRole('button', { name }).first()

test('what happens is told as it happens, is narrowed, unfolds by keyboard, and is a file', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await goByKeys(page, 't')
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible()
  await page.request.post('/api/models/settings/qwen3:14b', { data: { num_ctx: 8192 } })
  await expect(entry(page, /qwen3:14b settings saved/)).toBeVisible()
  await page.request.delete('/api/models/delete/qwen2.5-coder:14b')
  await expect(entry(page, /qwen2\.5-coder:14b deleted/)).toBeVisible()

  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(list(page).locator('[aria-expanded="true"]')).toBeFocused()
  await expect(list(page).getByRole('term').filter({ hasText: 'Time' })).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')

  const kinds = page.getByRole('group', { name: 'Kinds' })
  await kinds.getByRole('button', { name: 'Settings' }).click()
  await expect(entry(page, /deleted/)).toBeHidden()
  await page.reload()
  await expect(entry(page, /settings saved/)).toBeVisible()
  await expect(entry(page, /deleted/)).toBeHidden()
  await entry(page, /settings saved/).click()
  await list(page).getByRole('link', { name: 'History of its settings' }).click()
  await expect(page).toHaveURL(/\/models\?.*tab=history/)
  await page.goBack()

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  const file = await readFile(await (await download).path(), 'utf8')
  expect(file).toMatch(/^at,ended_at,kind,.*\r\n.*,settings,settings\.saved,/)
})

test('Ollama goes away and comes back: both are told', async ({ page, simulator }) => {
  await page.goto('/timeline?kinds=%5B"server"%5D')
  await expect(page.getByRole('heading', { name: 'Timeline' })).toBeVisible()
  simulator.faults.add({ kind: 'refuse' })
  await expect(entry(page, /Critical Ollama is unreachable/)).toBeVisible()
  simulator.faults.clear()
  await expect(entry(page, /Ollama is reachable again/)).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('the timeline is behind More, fits, and unfolds', async ({ page }) => {
    await page.request.post('/api/models/settings/qwen3:14b', { data: { num_ctx: 8192 } })
    await page.goto('/')
    await page.getByRole('button', { name: 'More' }).tap()
    await page.getByRole('menuitem', { name: 'Timeline' }).tap()
    await entry(page, /settings saved/).tap()
    await expect(list(page).getByRole('link', { name: 'History of its settings' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    expect(await sideways(page)).toBe(0)
  })
})
