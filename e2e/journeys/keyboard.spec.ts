import { expect, test } from '../journey.ts'
import { goByKeys } from '../pages/keys.ts'

test('everything goes without a mouse', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()

  await goByKeys(page, 'm')
  await expect(page.getByRole('heading', { name: 'Models', exact: true })).toBeVisible()
  await expect(page.getByLabel('Filter by name')).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Filter by name')).toBeFocused()
  await page.keyboard.type('llama')
  await expect(page.getByRole('button', { name: /^Details of/ })).toHaveCount(2)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')

  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary')
  await expect(drawer).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()

  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('start llama3.2')
  await expect(page.getByRole('option').first()).toContainText(/^Start/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row').filter({ hasText: 'llama3.2:3b' })).toContainText('Loaded')

  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('stop llama3.2')
  await expect(page.getByRole('option').first()).toContainText(/frees .* of VRAM/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row').filter({ hasText: 'llama3.2:3b' })).not.toContainText('Loaded')

  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeHidden()
})
