import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'
import { sideways, violations } from '../look.ts'
import { goByKeys } from '../pages/keys.ts'

const firing = (page: Page) => page.getByRole('region', { name: 'Firing' })
const rules = (page: Page) => page.getByRole('table', { name: 'Alert rules' })
const history = (page: Page) => page.getByRole('table', { name: 'Resolved alerts' })

/** Sooner than it comes, so that nobody waits half a minute for it; what a busy computer may set off is off. */
async function hurry(page: Page): Promise<void> {
  const { rules } = await (await page.request.get('/api/observability/rules')).json()
  for (const { id } of rules) {
    const data = id === 'ollama_unreachable' ? { for_seconds: 0 } : { enabled: false }
    await page.request.patch(`/api/observability/rules/${id}`, { data })
  }
}

test('Ollama stops: the alert fires wherever somebody is, is muted, and resolves by itself', async ({
  page,
  simulator,
}) => {
  await hurry(page)
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  simulator.faults.add({ kind: 'refuse' })
  const panel = page.getByRole('region', { name: 'Alerts' })
  await expect(panel).toContainText('Ollama is unreachable')
  await expect(page.getByRole('link', { name: /Alerts 1 firing, at least one critical/ }).first()).toBeVisible()
  await page.getByRole('button', { name: /^Alerts: 1 firing/ }).click()
  await page.getByRole('menuitem', { name: /Ollama is unreachable/ }).click()

  const alert = firing(page).getByRole('article', { name: 'Ollama is unreachable' })
  await expect(alert).toBeFocused()
  await expect(alert).toContainText(/Critical, since \d\d:\d\d, once/)
  expect(await violations(page)).toEqual([])
  await alert.getByRole('button', { name: /^Mute/ }).click()
  await page.getByRole('menuitem', { name: 'For 1 hour' }).click()
  await expect(alert).toContainText('muted until')
  await expect(page.getByRole('region', { name: 'Muted' })).toContainText('Ollama')
  await expect(page.getByRole('link', { name: 'Alerts', exact: true }).first()).toBeVisible()
  await page
    .getByRole('region', { name: 'Muted' })
    .getByRole('button', { name: /^Unmute/ })
    .click()
  await expect(page.getByText('Nothing is muted')).toBeVisible()

  simulator.faults.clear()
  // It resolves once Ollama has answered for a while.
  await expect(firing(page)).toContainText('Nothing is wrong', { timeout: 120_000 })
  await expect(history(page).getByRole('row', { name: /Ollama is unreachable/ })).toContainText('by itself')
})

test('a rule is made, changed and deleted, by keyboard', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await goByKeys(page, 'e')
  await page.getByRole('button', { name: 'New rule' }).press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Something is loaded')
  await dialog.getByLabel('Watches').selectOption('Models loaded')
  await dialog.getByRole('textbox', { name: 'Threshold' }).fill('0,5')
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('textbox', { name: 'Threshold' }).fill('0')
  await dialog.getByRole('textbox', { name: 'For at least' }).fill('0')
  await dialog.getByRole('textbox', { name: 'For at least' }).press('Enter')
  await expect(rules(page).getByRole('row', { name: /Something is loaded/ })).toContainText('> 0')

  await rules(page).getByRole('button', { name: 'Edit rule Something is loaded' }).press('Enter')
  await dialog.getByRole('textbox', { name: 'Threshold' }).fill('1,000')
  await dialog.getByRole('textbox', { name: 'For at least' }).fill('5 min')
  await dialog.getByRole('button', { name: 'Save' }).press('Enter')
  await expect(rules(page).getByRole('row', { name: /Something is loaded/ })).toContainText('> 1,000 for 5 min')
  await rules(page).getByRole('button', { name: 'Edit rule Something is loaded' }).press('Enter')
  await dialog.getByRole('button', { name: 'Delete' }).press('Enter')
  await dialog.getByRole('button', { name: 'Delete rule' }).press('Enter')
  await expect(rules(page).getByRole('row', { name: /Something is loaded/ })).toHaveCount(0)
})

test('who resolves an alert stands in the history', async ({ page, simulator }) => {
  await hurry(page)
  simulator.faults.add({ kind: 'refuse' })
  await page.goto('/alerts')
  await firing(page)
    .getByRole('button', { name: /^Resolve: Ollama is unreachable/ })
    .click()
  await expect(history(page).getByRole('row', { name: /Ollama is unreachable/ })).toBeVisible()
  // It fires again only after its cause was gone.
  await expect(firing(page)).toContainText('Nothing is wrong')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('alerts are in the bar, and their page fits', async ({ page, simulator }) => {
    await hurry(page)
    simulator.faults.add({ kind: 'refuse' })
    await page.goto('/')
    await page
      .getByRole('link', { name: /^Alerts 1 firing/ })
      .locator('visible=true')
      .tap()
    await expect(firing(page).getByRole('article')).toBeVisible()
    await page.getByRole('button', { name: /^VRAM (?:Quiet|Off|Firing|Pending)/ }).tap()
    await expect(page.getByRole('button', { name: 'Edit rule VRAM' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    expect(await sideways(page)).toBe(0)
  })
})
